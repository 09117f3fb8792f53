"""One import at one address: its preview before, its progress during, its result after."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.imports import files, preview, texts
from lianxin.cases.imports.actions import DropFile, MapColumns, ResumeImport, StartImport, StopImport
from lianxin.cases.imports.pages.forms import MappingForm, SheetForm
from lianxin.cases.imports.pages.home import mine
from lianxin.cases.imports.pages.result import result_context
from lianxin.cases.models import BatchState, ImportBatch
from lianxin.core.documents.tables import Table
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_datetime

_AT_WORK: Final = (BatchState.WAITING, BatchState.RUNNING, BatchState.STOPPING, BatchState.STOPPED)


def by_id(request: HttpRequest, batch: int, **_kwargs: Any) -> ImportBatch:
    """The batch of an address, of the actor's own side; 404 otherwise."""
    found = mine(actor_of(request)).filter(pk=batch).first()
    if found is None:
        raise Http404
    return found


@requires(policies.IMPORT, by_id)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, batch: int) -> HttpResponse:
    """What there is to see or do, by the state of the batch."""
    found = loaded(request, ImportBatch)
    if request.method == "POST":
        step = _STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        return step(request, found)
    if found.state == BatchState.PREVIEW:
        return _preview(request, found)
    if found.state in _AT_WORK:
        return _progress(request, found)
    if request.headers.get("HX-Request"):  # the last renewal of the progress page
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "cases/imports/result.html", result_context(found))


# --- before -----------------------------------------------------------------------------------


def _preview(
    request: HttpRequest, batch: ImportBatch, form: MappingForm | None = None, sheet_form: SheetForm | None = None
) -> HttpResponse:
    try:
        table = files.table_of(batch)
    except WrongState as problem:
        messages.warning(request, problem.message)
        return redirect("cases:imports")
    form = form or MappingForm(table=table, mapping=batch.columns)
    context = {
        "title": batch.file_name,
        "batch": batch,
        "form": form,
        "columns": form.rows(),
        "sheet_form": sheet_form or _sheet_form(batch, table),
        "noticed": texts.noticed(table.notes),
        "about": _about(batch, table),
        "before": _same_file(batch),
        "preview": preview.make(actor_of(request), batch, table),
    }
    status = max(form.status, sheet_form.status if sheet_form else 200)
    return render(request, "cases/imports/preview.html", context, status=status)


def _sheet_form(batch: ImportBatch, table: Table) -> SheetForm | None:
    """A choice where the workbook has several sheets."""
    return SheetForm(sheets=table.sheets, initial={"sheet": table.sheet}) if len(table.sheets) > 1 else None


def _about(batch: ImportBatch, table: Table) -> list[dict[str, str]]:
    pairs = (
        (_("行数"), str(len(table))),
        (_("工作表"), table.sheet),
        (_("文字编码"), table.encoding),
        (_("表上的标题"), table.title[:80]),
        (_("上传"), f"{zh_datetime(batch.made_at)} {batch.made_by_label}"),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def _same_file(batch: ImportBatch) -> ImportBatch | None:
    """The same file when it was imported before."""
    done = ImportBatch.objects.filter(file_digest=batch.file_digest, state=BatchState.DONE).exclude(pk=batch.pk)
    return done.order_by("-made_at").first()


def _map(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Take over the choices of the columns."""
    return _take_over(request, batch, start=False)


def _start(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Confirm; choices that changed since the preview are shown first."""
    return _take_over(request, batch, start=True)


def _take_over(request: HttpRequest, batch: ImportBatch, *, start: bool) -> HttpResponse:
    if batch.state != BatchState.PREVIEW:
        return redirect("cases:import", batch=batch.pk)
    form = MappingForm(request.POST, table=files.table_of(batch), mapping=batch.columns)
    if not form.is_valid():
        return _preview(request, batch, form)
    offered = {field: column for field, column in batch.columns.items() if field in texts.FIELD_LABELS}
    if form.mapping != offered or offered != batch.columns:
        MapColumns(actor=actor_of(request), batch_id=batch.pk, mapping=form.mapping).execute()
        if form.mapping != offered:
            if start:
                messages.info(request, _("列的对应改过了，请再看一眼预览，然后开始导入。"))
            return redirect("cases:import", batch=batch.pk)
    if start:
        StartImport(actor=actor_of(request), batch_id=batch.pk).execute()
    return redirect("cases:import", batch=batch.pk)


def _sheet(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Read another sheet of the same workbook."""
    if batch.state != BatchState.PREVIEW:
        return redirect("cases:import", batch=batch.pk)
    form = SheetForm(request.POST, sheets=files.table_of(batch).sheets)
    if form.is_valid():
        try:
            MapColumns(actor=actor_of(request), batch_id=batch.pk, sheet=form.cleaned_data["sheet"]).execute()
        except Invalid as problem:
            form.add_error("sheet", problem.problems[0].message)
        else:
            return redirect("cases:import", batch=batch.pk)
    return _preview(request, batch, sheet_form=form)


def _drop(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Give the file up."""
    DropFile(actor=actor_of(request), batch_id=batch.pk).execute()
    messages.success(request, _("已放弃“%(name)s”，没有导入任何意见。") % {"name": batch.file_name})
    return redirect("cases:imports")


# --- during -----------------------------------------------------------------------------------


def _progress(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """How far it is; the page follows by itself and may be left."""
    context = {
        "title": batch.file_name,
        "label": BatchState(batch.state).label,
        "done": batch.rows_done,
        "total": batch.rows_total,
        "is_done": batch.state == BatchState.STOPPED,
        "facts": [
            {"name": _("成为意见"), "value": batch.rows_made},
            {"name": _("重复"), "value": batch.rows_duplicate},
            {"name": _("退回"), "value": batch.rows_refused},
        ],
        "may_stop": batch.state in (BatchState.WAITING, BatchState.RUNNING),
        "may_resume": batch.state in (BatchState.STOPPING, BatchState.STOPPED),
        "may_undo": batch.state == BatchState.STOPPED and batch.rows_made,
        "batch": batch,
    }
    return render(request, "cases/imports/progress.html", context)


def _stop(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Stop; a run that has just ended is shown as it is."""
    if batch.state in StopImport.sources:
        StopImport(actor=actor_of(request), batch_id=batch.pk).execute()
    return redirect("cases:import", batch=batch.pk)


def _resume(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Go on."""
    if batch.state in ResumeImport.sources:
        ResumeImport(actor=actor_of(request), batch_id=batch.pk).execute()
    return redirect("cases:import", batch=batch.pk)


_STEPS: Final[dict[str, Callable[[HttpRequest, ImportBatch], HttpResponse]]] = {
    "map": _map, "start": _start, "sheet": _sheet, "drop": _drop, "stop": _stop, "resume": _resume,
}  # fmt: skip

"""Where an import begins: upload a file, take the template, look back at earlier ones."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.imports.actions import track_of, upload
from lianxin.cases.imports.files import check_name
from lianxin.cases.imports.pages.forms import UploadForm
from lianxin.cases.models import BatchState, ImportBatch
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, requires
from lianxin.ui import exports
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_tag

#: Tone and shape of a batch's state.
LOOKS: Final = {
    BatchState.PREVIEW: ("warn", "ring"),
    BatchState.WAITING: ("info", "half"),
    BatchState.RUNNING: ("info", "half"),
    BatchState.STOPPING: ("warn", "pause"),
    BatchState.STOPPED: ("warn", "pause"),
    BatchState.DONE: ("good", "check"),
    BatchState.FAILED: ("bad", "cross"),
    BatchState.DROPPED: ("mute", "bar"),
    BatchState.UNDONE: ("mute", "back"),
}


def state_tag(batch: ImportBatch) -> Any:
    """The state of a batch as a tag."""
    tone, shape = LOOKS[BatchState(batch.state)]
    return ui_tag(str(BatchState(batch.state).label), tone, shape)


def mine(actor: Actor) -> QuerySet[ImportBatch]:
    """The batches of the actor's side: the congress office sees its own, the government desk its own."""
    return ImportBatch.objects.filter(track=track_of(actor))


def _row(batch: ImportBatch) -> Mapping[str, Any]:
    return {
        "file": Cell(batch.file_name, href=reverse("cases:import", args=[batch.pk]), sub=batch.sheet),
        "when": batch.made_at,
        "who": batch.made_by_label,
        "state": Cell(state_tag(batch), plain=str(BatchState(batch.state).label)),
        "total": batch.rows_total,
        "made": batch.rows_made,
        "repeated": batch.rows_duplicate,
        "refused": batch.rows_refused,
    }


HISTORY: Final = ListSpec(
    name="imports",
    caption=_("导入记录"),
    columns=(
        Column("file", _("文件"), main=True),
        Column("when", _("上传时间")),
        Column("who", _("经手人")),
        Column("state", _("状态")),
        Column("total", _("行数"), number=True),
        Column("made", _("成为意见"), number=True),
        Column("repeated", _("重复"), number=True),
        Column("refused", _("退回"), number=True),
    ),
    filters=(
        Filter(
            "state", _("状态"), lambda rows, value: rows.filter(state=value), kind="choice", choices=BatchState.choices
        ),
    ),
    sorts={"new": Sort(_("最新"), "made_at", descending=True)},
    row=_row,
    size=20,
    empty_title=_("还没有导入过表格"),
)


@requires(policies.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponseBase:
    """The upload and the history; an uploaded file leads to its preview."""
    actor = actor_of(request)
    wanted = request.GET.get("format", "")
    if wanted in exports.FORMATS:
        return HISTORY.export(request, mine(actor), wanted)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"][0]
        try:
            check_name(file.name or "")
            batch = upload(actor, file.name or gettext("表格"), file.read())
        except Invalid as problem:
            form.take(problem)
        else:
            return redirect("cases:import", batch=batch.pk)
    context = {"title": gettext("导入表格"), "form": form, "list": HISTORY.listing(request, mine(actor))}
    return render(request, "cases/imports/home.html", context, status=form.status)

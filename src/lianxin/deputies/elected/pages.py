"""Upload, look, enter: the newly elected of a term on one page."""

from typing import Any, Final
from urllib.parse import quote

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.documents.tables import TableError, read_table
from lianxin.core.documents.xlsx import Column, Sheet, workbook_bytes
from lianxin.deputies.elected import lines as elected
from lianxin.deputies.forms import terms
from lianxin.deputies.models import Term
from lianxin.deputies.policies import KEEPERS
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, requires
from lianxin.ui import forms

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BIGGEST: Final = 5 * 1024 * 1024
_UNREADABLE: Final = {
    "empty": gettext_lazy("这个文件里没有内容，请打开看一看再上传。"),
    "old_excel": gettext_lazy("这是老式的 .xls 文件。请在 Excel 或 WPS 里“另存为” .xlsx 再上传。"),
    "encrypted": gettext_lazy("这个文件设了打开密码。请去掉密码，另存一份再上传。"),
}


class UploadForm(forms.Form):
    """Which term, from when, and the table."""

    term = django_forms.ChoiceField(label=gettext_lazy("哪一届"), choices=terms)
    starts_on = forms.DateField(label=gettext_lazy("任期从哪一天开始"))
    file = django_forms.FileField(
        label=gettext_lazy("表格"), required=False, help_text=gettext_lazy("Excel（.xlsx）或 CSV，照模板写表头。")
    )
    rows = django_forms.CharField(required=False, widget=django_forms.HiddenInput)


@requires(KEEPERS)
@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headers, and a second sheet that says what belongs into each."""
    headers = list(elected.COLUMNS.values())
    body = workbook_bytes([
        Sheet("新当选代表", [Column(header, width=16) for header, _others, _note in headers], []),
        Sheet("填写说明", [Column("列", 16), Column("怎么填", 70, wrap=True)],
              [(header, str(note)) for header, _others, note in headers]),
    ])  # fmt: skip
    answer = HttpResponse(body, content_type=_XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('新当选代表模板')}.xlsx"
    return answer


@requires(KEEPERS)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def elected_page(request: HttpRequest) -> HttpResponse:
    """First the file, then what it means here, then the button that enters what is right."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            answer = _looked_at(request, form, context)
        except Invalid as problem:
            form.take(problem)
        else:
            if answer is not None:
                return answer
    return render(request, "deputies/elected.html", context, status=form.status)


def _looked_at(request: HttpRequest, form: UploadForm, context: dict[str, Any]) -> HttpResponse | None:
    """Enter what was confirmed, or add the preview to the page."""
    data = form.cleaned_data
    term = Term.objects.get(pk=int(data["term"]))
    found = elected.unpacked(data["rows"]) if data["rows"] else elected.read(_table(data["file"]))
    rows = elected.check(found, term)
    if data["rows"]:
        ready = [one for one in rows if one.is_ready]
        entered, refused = elected.enter(actor_of(request), ready, term, data["starts_on"])
        if entered:
            messages.success(request, _("已登记 %(n)d 位代表的任期。") % {"n": entered})
        for number, sentence in refused:
            messages.warning(request, _("第 %(n)d 行没有登记：%(why)s") % {"n": number, "why": sentence})
        return HttpResponseRedirect(reverse("deputies:register"))
    context |= {"preview": elected.shown(rows), "term": term, "starts_on": data["starts_on"]}
    context["packed"] = elected.packed(found)
    return None


def _table(file: Any) -> Any:
    if file is None:
        raise Invalid.at("file", "required", _("请选一个表格文件。"))
    if file.size > _BIGGEST:
        raise Invalid.at("file", "size", _("文件太大，最多 5 MB。"))
    try:
        return read_table(file.read())
    except TableError as trouble:
        words = _UNREADABLE.get(trouble.code, gettext_lazy("这个文件读不成表格，请另存为 .xlsx 再上传。"))
        raise Invalid.at("file", trouble.code, str(words)) from trouble

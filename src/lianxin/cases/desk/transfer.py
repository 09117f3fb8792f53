"""汇总转交: choose on the list, look at the table as it will go, confirm, see what went and what did not."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import policies
from lianxin.cases.actions import transfer_list
from lianxin.cases.selectors import transfer
from lianxin.core.ids import typed_id
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import record_export
from lianxin.ui import exports, forms
from lianxin.ui.dates import zh_date


class SheetForm(forms.Form):
    """The note that goes with the list; the matters stand in the table above it."""

    note = forms.WordsField(
        label=gettext_lazy("附言"), help_text=gettext_lazy("写给交办台，例如优先顺序。"),
        max_length=300, rows=2, required=False,
    )  # fmt: skip
    ids = django_forms.CharField(widget=django_forms.HiddenInput, max_length=transfer.MOST * 20)


@requires(policies.TRANSFER)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """The 汇总表 as it will go; pressing the button sends it."""
    if request.method == "POST":
        return _send(request)
    ids = None if request.GET.get("all") else _numbers(request.GET.getlist("pick"))
    lines = transfer.chosen(actor_of(request), ids)
    if not lines:
        messages.warning(request, _("请先在清单上选出要转交的事项。"))
        return redirect(_list_address())
    form = SheetForm(initial={"ids": " ".join(str(line.id) for line in lines)})
    return _show(request, lines, form)


def _show(request: HttpRequest, lines: list[transfer.Line], form: SheetForm) -> HttpResponse:
    ready = [line for line in lines if not line.refused]
    context = {"lines": lines, "form": form, "ready": len(ready), "back": _list_address()}
    return render(request, "cases/desk/transfer_sheet.html", context, status=form.status)


def _send(request: HttpRequest) -> HttpResponse:
    """Send what may go; what may not stays on the list, each with its sentence."""
    actor = actor_of(request)
    form = SheetForm(request.POST)
    ids = _numbers(request.POST.get("ids", "").split())
    lines = {line.id: line for line in transfer.chosen(actor, ids)}
    if not form.is_valid():
        return _show(request, list(lines.values()), form)
    done = transfer_list(actor, ids, form.cleaned_data["note"])
    for case_id, sentence in done.refused:
        line = lines.get(case_id)
        messages.warning(request, f"{line.number} {line.title}：{sentence}" if line else sentence)
    if not done.gone:
        messages.error(request, _("一件也没有转交。"))
        return redirect(_list_address())
    messages.success(request, _("已转交 %(n)d 件，转交单 %(number)s。") % {"n": len(done.gone), "number": done.number})
    return redirect("cases:desk_transfer_list", number=done.number)


@requires(policies.TRANSFER_LIST)
@require_safe
def sent_list(request: HttpRequest, number: str) -> HttpResponseBase:
    """What went with a list; as a file too."""
    lines = _sent(request, number)
    wanted = request.GET.get("format", "")
    if wanted in exports.FORMATS:
        return _file(request, number, lines, wanted)
    context = {
        "number": number, "lines": lines,
        "exports": [{"label": label, "href": f"?format={code}"} for code, label in exports.FORMATS.items()],
    }  # fmt: skip
    return render(request, "cases/desk/transfer_list.html", context)


def _sent(request: HttpRequest, number: str) -> list[transfer.Line]:
    lines = transfer.sent(actor_of(request), number)
    if not lines:
        raise Http404
    return lines


def _file(request: HttpRequest, number: str, lines: list[transfer.Line], wanted: str) -> HttpResponseBase:
    title = _("汇总转交 %(number)s") % {"number": number}
    record_export(actor_of(request), title, wanted)
    headers = [
        _("编号"), _("收到"), _("地点"), _("内容"), _("原话摘录"), _("类型"), _("分类"), _("建议单位"), _("依据"),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            one.number, zh_date(one.received), one.place, one.title, one.words, one.kind, one.category, one.unit,
            one.why,
        ]
        for one in lines
    ]  # fmt: skip
    town = getattr(request, "town", None)
    return exports.file_response(wanted, title, headers, rows, _("演示数据") if town and town.is_demo else "")


def _numbers(typed: list[str]) -> list[int]:
    """The ids among what was sent, each once, no more than a list may hold."""
    return list(dict.fromkeys(one for one in map(typed_id, typed) if one is not None))[: transfer.MOST]


def _list_address() -> str:
    """The list it begins and ends at."""
    return f"{reverse('cases:desk_cases')}?list=to_transfer"

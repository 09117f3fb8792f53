"""Pages of the audit administrator: reads the log, the reads and the exports; can change nothing."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import day_bounds
from lianxin.faces.administration.pages import NAV, show
from lianxin.journal import kinds, verbs
from lianxin.journal.actors import ACCOUNT
from lianxin.journal.models import LogEntry, ReadLog
from lianxin.journal.sealing import code_of, newest_seals
from lianxin.journal.texts import finding_sentence, step_words
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.actions.exports import RecordExport
from lianxin.people.models import RoleGrant
from lianxin.people.policies import AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN
from lianxin.ui.dates import zh_date
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort

#: So many closed days are shown with their seals, to be compared with what was written down.
SEALS: Final = 10
#: Groups of verbs the log can be narrowed to.
_GROUPS: Final = (("people.", gettext_lazy("账号与登录")), ("places.", gettext_lazy("地点、单位、清单")))


def _word(kind: str) -> str:
    return str(kinds.word_for(kind))


def _log_row(entry: LogEntry) -> Mapping[str, Any]:
    """Who did what to which object and when; what the object says stays closed to the administrators."""
    return {
        "what": str(verbs.get(entry.verb).label),
        "object": Cell(_word(entry.object_kind), sub=str(entry.object_id)),
        "who": entry.actor_label,
        "at": entry.at,
        "hash": entry.hash[:8],
    }


def _read_row(row: ReadLog) -> Mapping[str, Any]:
    return {
        "who": row.actor_label,
        "object": Cell(_word(row.object_kind), sub=str(row.object_id)),
        "field": row.field,
        "reason": row.reason,
        "at": row.at,
    }


def _on_day(rows: Any, day: Any) -> Any:
    begin, end = day_bounds(day)
    return rows.filter(at__gte=begin, at__lt=end)


_BY: Final = Filter("who", gettext_lazy("谁"), lambda rows, text: rows.filter(actor_label__contains=text))
_DAY: Final = Filter("day", gettext_lazy("哪一天"), _on_day, kind="date")
_NEWEST: Final = {"new": Sort(gettext_lazy("最新"), "at", descending=True)}

LOG: Final = ListSpec(
    name="log",
    caption=gettext_lazy("操作记录"),
    columns=(
        Column("what", gettext_lazy("做了什么"), main=True),
        Column("object", gettext_lazy("对象")),
        Column("who", gettext_lazy("谁")),
        Column("at", gettext_lazy("时间"), sort="new"),
        Column("hash", gettext_lazy("校验码")),
    ),
    filters=(
        _BY,
        _DAY,
        Filter(
            "group",
            gettext_lazy("范围"),
            lambda rows, start: rows.filter(verb__startswith=start),
            kind="choice",
            choices=_GROUPS,
        ),
    ),
    sorts=_NEWEST,
    row=_log_row,
)

READS: Final = ListSpec(
    name="reads",
    caption=gettext_lazy("查看个人信息的记录"),
    columns=(
        Column("who", gettext_lazy("谁"), main=True),
        Column("object", gettext_lazy("对象")),
        Column("field", gettext_lazy("看了什么")),
        Column("reason", gettext_lazy("原因")),
        Column("at", gettext_lazy("时间"), sort="new"),
    ),
    filters=(_BY, _DAY),
    sorts=_NEWEST,
    row=_read_row,
)

EXPORTS: Final = ListSpec(
    name="exports",
    caption=gettext_lazy("导出记录"),
    columns=(
        Column("who", gettext_lazy("谁"), main=True),
        Column("facts", gettext_lazy("导出了什么")),
        Column("at", gettext_lazy("时间"), sort="new"),
    ),
    filters=(_BY, _DAY),
    sorts=_NEWEST,
    row=lambda entry: {"who": entry.actor_label, "facts": _export_facts(entry), "at": entry.at},
)


def _export_facts(entry: LogEntry) -> str:
    facts = json.loads(entry.data)
    return f"{facts.get('what', '')}（{str(facts.get('format', '')).upper()}）"


@requires(AUDIT_ADMIN)
@require_safe
def log(request: HttpRequest) -> HttpResponseBase:
    """The log: the first page of the audit administrator."""
    context = {**NAV, "title": _("操作记录"), "sub": _("只能看，不能改。事项的内容不在这里显示。")}
    return LOG.respond(request, LogEntry.objects.all(), "administration/list.html", context)


@requires(AUDIT_ADMIN)
@require_safe
def reads(request: HttpRequest) -> HttpResponseBase:
    """Who looked at personal data, and why."""
    context = {**NAV, "title": _("查看个人信息的记录")}
    return READS.respond(request, ReadLog.objects.all(), "administration/list.html", context)


@requires(AUDIT_ADMIN)
@require_safe
def exports(request: HttpRequest) -> HttpResponseBase:
    """Which lists were taken out of the house."""
    context = {**NAV, "title": _("导出记录")}
    rows = LogEntry.objects.filter(verb=RecordExport.verb)
    return EXPORTS.respond(request, rows, "administration/list.html", context)


@requires(AUDIT_ADMIN)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check every chain and seal of the town, on demand; reads only."""
    seals = [{"name": zh_date(one.day), "value": code_of(one)} for one in newest_seals(SEALS)]
    context: dict[str, Any] = {"title": _("核对记录是否完整"), "seals": seals}
    if request.method == "POST":
        report = verify_town(request.town)  # type: ignore[attr-defined]
        context["report"] = report
        context["findings"] = [finding_sentence(finding) for finding in report.findings]
        context["counts"] = [{"name": step_words(step), "value": value} for step, value in report.counts.items()]
    return show(request, "verify.html", context)


@requires(SYSTEM_ADMIN)
@require_safe
def watch_from_system(request: HttpRequest) -> HttpResponseBase:
    """What the two other administrators did, for the system administrator."""
    return _watch(request)


@requires(SECURITY_ADMIN)
@require_safe
def watch_from_security(request: HttpRequest) -> HttpResponseBase:
    """What the two other administrators did, for the security administrator."""
    return _watch(request)


def _watch(request: HttpRequest) -> HttpResponseBase:
    """Three people watch each other: the entries of everybody who ever held one of the other two offices here."""
    held = RoleGrant.objects.filter(role__in=roles.ADMINISTRATORS).values_list("account_id", flat=True)
    others = [str(pk) for pk in set(held) if str(pk) != actor_of(request).id]
    rows = LogEntry.objects.filter(actor_kind=ACCOUNT, actor_id__in=others)
    context = {**NAV, "title": _("其他管理员的操作"), "sub": _("三名管理员互相看得到对方做了什么。")}
    return LOG.respond(request, rows, "administration/list.html", context)

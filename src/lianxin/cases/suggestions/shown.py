"""The words a page of a suggestion shows: prepared, so that templates only place them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases.desk.page import thumbs
from lianxin.cases.lists import ResultCode, usual_results
from lianxin.cases.models.contact import ContactHow
from lianxin.cases.models.suggestion import AskKind, Grade, Signing, Suggestion, Wish
from lianxin.cases.pressing.pages import shared
from lianxin.cases.promises.selectors import files_for
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.selectors import KIND, Page, buttons, promise_of, result_label, who
from lianxin.clocks.explain import label_of
from lianxin.clocks.models import ClockState, PromiseState
from lianxin.deputies.models import Level
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed

#: What a deputy does on its own face; everything else is done at the desk.
DEPUTYS = frozenset({w.DEPUTY, w.SUCCESSOR, w.COSIGNER, w.INVITED})
#: Who reads from which matters a suggestion comes: units answer the suggestion, not the residents behind it.
READS_ORIGINS = DEPUTYS | {w.OFFICE}

#: What only deputies do: where one asked for confidence, the log says no more than that it was a deputy.
_BY_DEPUTIES = frozenset(f"suggestion.{one.code}" for one in w.MOVES if DEPUTYS.issuperset(one.actors))


def result_word(row: Suggestion, words: Mapping[str, ResultCode]) -> str:
    """The category in words, of those read once for the page; what came from elsewhere in the other's words."""
    found = words.get(row.result)
    return row.elsewhere_result or (found.label if found is not None else row.result)


def moves(page: Page, name: str, *, deputys: bool) -> list[dict[str, str]]:
    """Buttons of this face."""
    found = [one for one in buttons(page) if bool(page.parties & set(one.actors) & DEPUTYS) == deputys]
    return [{"label": one.label, "href": reverse(name, args=[page.row.pk, one.code])} for one in found]


def facts_of(page: Page) -> list[dict[str, str]]:
    """Deputies, wishes, units, days: as name and value; empty ones are left out."""
    row = page.row
    pairs = (
        (_("代表"), who(page) or _("代表要求保密")),
        (_("接续代表"), "" if page.hides_names else listed(page.heirs)),
        (_("层级"), str(Level(row.level).label)),
        (_("年度"), str(row.session_year)),
        (_("希望怎样答复"), str(Wish(row.wish).label)),
        (_("公开"), _("同意公开") if row.consent_public and not row.confidential else _("不公开")),
        (_("主办单位"), row.lead_unit.name if row.lead_unit else ""),
        (_("会办单位"), listed(one.unit for one in page.co_opinions)),
        (_("提交"), zh_date(row.submitted_on) if row.submitted_on else ""),
        (_("登记"), zh_date(row.registered_on) if row.registered_on else ""),
        (_("交办"), zh_date(row.assigned_on) if row.assigned_on else ""),
        (_("答复"), zh_date(row.replied_on) if row.replied_on else ""),
        (_("文本公开"), zh_date(row.text_public_on) if row.text_public_on else ""),
        (_("结果公开"), zh_date(row.result_public_on) if row.result_public_on else ""),
        (_("向哪里提出"), row.filed_where),
        (_("镇人大办的意见"), row.office_note),
        (_("撤回的理由"), row.withdraw_reason),
        (_("报告用语"), row.report_item),
    )
    return [{"name": name, "value": value} for name, value in pairs if value]


def replies(page: Page) -> list[dict[str, Any]]:
    """Answers, oldest first; one that was given elsewhere too."""
    books: dict[str, Mapping[str, ResultCode]] = {}
    found = [
        {
            "title": _("再次办理的答复") if one.round > 1 else _("单位的答复"), "text": one.text,
            "result": result_label(one, books), "reason": one.reason, "promise": promise_of(one), "unit": one.unit.name,
            "signed": zh_date(one.signed_at) if one.signed_at else _("未签发"), "contact": one.contact,
        }
        for one in page.replies
    ]  # fmt: skip
    row = page.row
    if row.elsewhere_text:
        found.append({
            "title": _("答复（别处）"), "text": row.elsewhere_text, "result": row.elsewhere_result,
            "unit": row.filed_where, "signed": zh_date(row.replied_on) if row.replied_on else "",
        })  # fmt: skip
    return found


def promises(page: Page) -> list[dict[str, Any]]:
    """What was promised and what became of it year by year, with the files that show it.

    One statement where something became of one.
    """
    settled = [one.pk for one in page.promises if one.state != PromiseState.OPEN]
    files = files_for(settled) if settled else {}
    return [
        {
            "text": one.text, "due": zh_date(one.due_on), "state": str(PromiseState(one.state).label),
            "proof": one.proof, "files": thumbs(files.get(one.pk, ())),
            "years": [{"year": note.year, "text": note.text} for note in page.years if note.promise_id == one.pk],
        }
        for one in page.promises
    ]  # fmt: skip


def voices(page: Page) -> list[dict[str, str]]:
    """What deputies said, attitude and result apart."""
    return [
        {
            "who": _("代表") if page.hides_names else one.deputy, "attitude": str(Grade(one.attitude).label),
            "result": str(Grade(one.result).label), "reason": one.reason, "round": str(one.round),
        }
        for one in page.voices
    ]  # fmt: skip


def contacts(page: Page) -> list[dict[str, str]]:
    """The log of contacts with the deputy."""
    return [
        {"when": zh_date(one.on), "how": str(ContactHow(one.how).label), "unit": one.unit, "text": one.text}
        for one in page.contacts
    ]


def asks(page: Page) -> list[dict[str, str]]:
    """Requests to return or for more time, and opinions of those who help."""
    found = []
    for one in page.asks:
        more = one.proposed
        if one.kind == AskKind.EXTENSION:
            more = _("%(n)d 个月") % {"n": one.months}
        said = {None: _("待决定"), True: _("同意"), False: _("不同意")}[one.granted]
        text = f"{one.reason}（{more}）" if more else one.reason
        found.append({"title": str(AskKind(one.kind).label), "text": text, "said": f"{said} {one.decision}".strip()})
    found += [
        {
            "title": _("会办意见：%(unit)s") % {"unit": one.unit}, "text": one.text or _("还没有给"),
            "said": one.by_label,
        }
        for one in page.co_opinions
    ]  # fmt: skip
    return found


def clocks(page: Page) -> list[dict[str, str]]:
    """Every time limit with who has it."""
    row, holders = page.row, {"assign": _("政府交办台"), "ask": _("代表")}
    unit = row.lead_unit.name if row.lead_unit else _("主办单位")
    return [
        {
            "label": label_of(one), "due": zh_date(one.due_on), "state": str(ClockState(one.state).label),
            "who": _("会办单位") if one.code == "co_opinion" else holders.get(one.code, unit),
        }
        for one in page.clocks
    ]  # fmt: skip


def signers(page: Page) -> list[dict[str, str]]:
    """Who was asked to sign, and what each said."""
    if page.hides_names:
        return []
    asked = bool(page.row.withdraw_reason)
    return [
        {
            "who": one.deputy, "said": str(Signing(one.state).label),
            "withdraws": (_("同意撤回") if one.withdraws_at else _("未同意撤回")) if asked else "",
        }
        for one in page.signers
    ]  # fmt: skip


def timeline(page: Page) -> list[dict[str, Any]]:
    """The log, newest first; a unit that may not know who suggested reads no deputy's name in it; one statement."""
    entries = shared.timeline(KIND, page.row.pk)
    for entry in entries:
        entry["who"] = who_did(page, entry)
    return entries


def who_did(page: Page, entry: Mapping[str, Any]) -> str:
    """Who made an entry of the log, as this reader may know it."""
    return _("代表") if page.hides_names and entry["verb"] in _BY_DEPUTIES else str(entry["who"])


def counts(rows: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """The figures of a session year, each with its n; what was not returned is shown apart."""
    answered = [one for one in rows if one.replied_on is not None]
    judged = [one for one in answered if one.result_grade]
    by_result = Counter(one.result for one in answered)
    found: list[dict[str, Any]] = [
        {"name": _("登记"), "value": len(rows)},
        {"name": _("已答复"), "value": len(answered)},
    ]
    for code, entry in usual_results().items():
        found.append({"name": entry.label, "value": by_result[code], "n": len(answered)})
    for label, names in ((_("态度"), "attitude_grade"), (_("结果"), "result_grade")):
        tally = Counter(getattr(one, names) for one in judged)
        found += [{"name": f"{label}：{grade.label}", "value": tally[grade], "n": len(judged)} for grade in Grade]
    found.append({"name": _("评价未交回"), "value": len(answered) - len(judged), "n": len(answered)})
    public = [one for one in answered if one.consent_public and not one.confidential]
    shown_ = sum(one.result_public_on is not None for one in public)
    found.append({"name": _("结果已公开"), "value": shown_, "n": len(public)})
    return found

"""The page of a case in finished words: nothing here asks the database."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.cases import texts
from lianxin.cases import workflow as w
from lianxin.cases.models import Track
from lianxin.cases.selectors import voices as v
from lianxin.cases.selectors.case_page import CasePage
from lianxin.cases.selectors.moves import Button
from lianxin.clocks.explain import Explained
from lianxin.clocks.models import ClockState, PromiseState
from lianxin.ui.dates import zh_date, zh_datetime, zh_day
from lianxin.ui.listing import listed

#: The move that carries a matter on from a state, best first; it becomes the one strong button of the page.
NEXT: Final[dict[str, tuple[str, ...]]] = {
    w.RECEIVED: ("transfer",),
    w.TRANSFERRED: ("assign",),
    w.RETURN_PENDING: ("reassign", "uphold"),
    w.ASSIGNED: ("accept",),
    w.ACCEPTED: ("first_contact",),
    w.CONTACTED: ("draft_reply", "co_opinion"),
    w.REPLY_DRAFT: ("sign",),
    w.REHANDLING: ("draft_again",),
    w.REHANDLING_DRAFT: ("sign_again",),
    w.MEETING: ("explain",),
    w.EVALUATED: ("close",),
    w.SILENT: ("close",),
    w.TRACKING: ("settle_promise", "close"),
}
#: Where an answer waits to be carried to the resident, and then to be judged.
_TOLD: Final = frozenset({w.REPLIED, w.ANSWERED, w.REDIRECTED})
#: Kinds that leave the flow.
_LEAVES: Final = frozenset({"accusation", "emergency"})
_RUNNING: Final = frozenset({ClockState.RUNNING, ClockState.PAUSED})


def lead(page: CasePage) -> str:
    """Who has it now and what is awaited by when, in one sentence."""
    head, case = page.head, page.case
    if not case.is_open:
        return _("这件事%(state)s，没有人需要再做什么。") % {"state": head["state_label"]}
    who = _("在等居民回应") if head["holder"] == _("等居民回应") else _("现在在%(who)s手里") % {"who": head["holder"]}
    if not head["due_on"]:
        return _("%(who)s，没有期限在走。") % {"who": who}
    return _("%(who)s：要在%(day)s前%(what)s，%(left)s。") % {
        "who": who,
        "day": zh_day(head["due_on"]),
        "what": head["due_label"],
        "left": head["due_text"],
    }


def wanted(page: CasePage) -> tuple[str, ...]:
    """The moves that carry the matter on from where it stands."""
    case = page.case
    if case.state == w.RECEIVED and (case.sealed or case.track == Track.PETITION or case.kind in _LEAVES):
        return ("hand_over",)
    if case.state == w.RECEIVED and (case.kind == "unknown" or case.category_id is None):
        return ("edit_triage", *NEXT[w.RECEIVED])
    if case.state in _TOLD:
        return ("verdict", "close") if case.delivered_on is not None else ("log_contact",)
    return NEXT.get(case.state, ())


def is_main(page: CasePage, code: str) -> bool:
    """Whether a move carries the matter on."""
    return code in wanted(page)


def in_order(page: CasePage, moves: Sequence[Button]) -> list[Button]:
    """The next step first, the others as the table has them."""
    first = {code: place for place, code in enumerate(wanted(page))}
    return sorted(moves, key=lambda one: first.get(one.code, len(first)))


def barred(page: CasePage) -> list[dict[str, str]]:
    """Moves one would look for here and does not find, each with the reason."""
    return [{"label": _(w.BY_CODE[code].label), "why": texts.refusal(guard)} for code, guard in page.refused.items()]


def facts(page: CasePage) -> list[dict[str, str]]:
    """The head as name and value; empty ones are left out."""
    head = page.head
    pairs = (
        (_("办理轨道"), head["track_label"]),
        (_("类型"), head["kind_label"]),
        (_("分类"), head["category"]),
        (_("地点"), head["place"]),
        (_("承办单位"), head["unit"]),
        (_("会办单位"), listed(one.extra for one in page.co_units if one.ref in page.case.co_unit_ids)),
        (_("权责表建议"), _suggested(page)),
        (_("代表"), listed(page.deputies)),
        (_("接续代表"), page.heirs),
        (_("收到"), zh_date(head["received_on"])),
        (_("转交单"), page.case.transfer_list),
        (_("标记"), listed(head["marks"])),
    )
    return [{"name": name, "value": str(value)} for name, value in pairs if value]


def _suggested(page: CasePage) -> str:
    """What the 权责表 proposed when the unit was named, by which line, and why it was done otherwise."""
    if not page.suggestions:
        return ""
    one = page.suggestions[-1]
    line = _("第 %(number)s 条：%(unit)s") % {"number": one.code, "unit": one.extra} if one.code else one.extra
    return f"{line}（{_('说明')}：{one.note}）" if one.note else line


def promises(page: CasePage) -> list[dict[str, str]]:
    """What was promised, by when, by whom, what became of it and what shows it."""
    return [
        {
            "text": one.text,
            "due": " · ".join(filter(None, [zh_date(one.on) if one.on else "", one.extra])),
            "state": str(PromiseState(one.code).label),
            "proof": one.note,
        }
        for one in page.promises
    ]


def voices(page: CasePage) -> list[dict[str, str]]:
    """The voices of the page."""
    return voice_rows(page.voices)


def voice_rows(voices: Sequence[v.Voice]) -> list[dict[str, str]]:
    """Four voices kept apart: each says whose it is before it says what."""
    words = {v.UNIT: _("单位说"), v.RESIDENT: _("居民说"), v.SILENT: _("问过没回"), v.UNASKED: _("还没问")}
    found = []
    for one in voices:
        whose = _("%(who)s说") % {"who": one.who} if one.kind == v.RESIDENT else words[one.kind]
        label = f"{whose} · {one.label}" if one.label and one.kind in {v.UNIT, v.RESIDENT} else one.label or whose
        who = one.who if one.kind == v.UNIT else ""
        found.append(
            {
                "kind": one.kind, "who": who, "when": zh_date(one.when) if one.when else "", "label": label,
                "text": one.text,
            }
        )  # fmt: skip
    return found


def points(page: CasePage) -> list[dict[str, Any]]:
    """Each asked point with the answer that stands, or that is drafted."""
    draft = any(one.is_draft and one.is_present for one in page.replies)
    return [
        {
            "order": one.order, "text": one.text, "is_open": one.is_open, "is_draft": draft and not one.is_open,
            "answer": one.answer, "reason": one.no_answer_reason,
        }
        for one in page.points
    ]  # fmt: skip


def clocks(page: CasePage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Clocks that run or stand still, soonest first; and those that are over."""
    running = sorted((one for one in page.clocks if one.state in _RUNNING), key=lambda one: one.due_on)
    over = [one for one in page.clocks if one.state not in _RUNNING]
    return [_clock(one) for one in running], [_clock(one) for one in over]


def _clock(one: Explained) -> dict[str, Any]:
    return {
        "label": one.label,
        "due": one.due_on,
        "left": one.left,
        "running": one.state in _RUNNING,
        "paused": one.state == ClockState.PAUSED,
        "provisional": one.provisional,
        "state": one.state_label,
        "rule": one.rule,
        "lines": one.lines,
    }


def opinions(page: CasePage) -> list[dict[str, Any]]:
    """Each voice with one line of how it came, in finished words."""
    return [
        {
            "voice": one,
            "how": " · ".join(
                filter(
                    None,
                    [
                        one.source_label, one.channel, zh_datetime(one.recorded_at),
                        _("记录 %(who)s") % {"who": one.recorder} if one.recorder else "",
                        _("代 %(who)s 反映") % {"who": one.on_behalf_of} if one.on_behalf_of else "",
                        _("已读给本人听") if one.read_back else "",
                        _("要求保密") if one.confidential else "",
                        _("已撤回") if one.withdrawn else "",
                    ],
                )
            ),
            "where": " ".join(filter(None, [one.place, "" if one.words_hidden else one.place_note, one.occasion])),
        }
        for one in page.opinions
    ]  # fmt: skip

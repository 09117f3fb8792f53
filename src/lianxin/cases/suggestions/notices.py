"""Who is told of what happens to a suggestion: by its number, in fixed words, on the face of whoever reads it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases import notices as stages
from lianxin.cases import texts
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy, to_role, to_unit, to_unit_head
from lianxin.messages.sentences import Sentence, day
from lianxin.people import roles

Facts = Mapping[str, Any]
StrOrPromise = str | Promise
Who = Callable[[Facts], list[str]]


def register() -> None:
    """Listen to every line of the table, and to reminders."""
    for code, who, words, face in TABLE:
        _tell(f"suggestion.{code}", who, words, face)
    _reminders()


def _tell(verb: str, who: Who, words: StrOrPromise, face: str) -> None:
    notify_on(verb, lambda _m, facts: who(facts), Sentence(f"{verb}:{face}", words), _link(face))


# --- reminders ----------------------------------------------------------------------------------


def _reminders() -> None:
    """By stage: half time, a working day before, late; of a clock whoever has it, of a promise the unit."""
    _remind(stages.HALF, _("代表建议 %(number)s 的“%(clock)s”时间已过半，%(due)s 到期"))
    _remind(stages.EVE, _("代表建议 %(number)s 的“%(clock)s” %(due)s 到期"))
    _remind(stages.OVERDUE, _("代表建议 %(number)s 的“%(clock)s”已过期限（%(due)s）"))
    _remind(stages.PROMISE, _("代表建议 %(number)s 的承诺 %(due)s 到期"))
    _remind(stages.YEAR, _("代表建议 %(number)s 有往年的承诺还没有了结，请写今年的情况"))


def _remind(stage: str, words: StrOrPromise) -> None:
    for face, deputys in (("desk", False), ("deputy", True)):

        def who(_message: OutboxMessage, facts: Facts, *, deputys: bool = deputys) -> list[str]:
            fits = facts["stage"] == stage and deputys == (facts["code"] in _DEPUTYS)
            return _held_to(facts) if fits else []

        kind = f"suggestion.reminded:{stage}:{face}"
        shows = {"number": _number, "clock": _clock, "due": day}
        notify_on("suggestion.reminded", who, Sentence(kind, words, shows=shows), _link(face), says=_said)


#: Clocks a deputy is held to.
_DEPUTYS: Final = frozenset({"ask"})
#: Clocks whose lateness the government's desk hears too, because it presses.
_PRESSED: Final = frozenset({"answer", "rehandle"})


#: What a deputy's clock is for, where it is not what a resident's is for.
_CLOCKS: Final[Mapping[str, StrOrPromise]] = {
    "contact": _("联系代表"),
    "answer": _("书面答复"),
    "ask": _("代表评价"),
}


def _clock(code: str) -> str:
    return str(_CLOCKS.get(code) or texts.clock_word(code))


def _number(stored: str) -> str:
    return stored or gettext("（待登记）")


def _said(facts: Facts) -> Facts:
    return {"number": facts["number"], "clock": facts["code"], "due": facts["due"]}


def _held_to(facts: Facts) -> list[str]:
    """Whoever has it in hand: the office until it is handed over, the desk, helping units, the unit, the deputy."""
    code, late = facts["code"], facts["stage"] == stages.OVERDUE
    if code in _DEPUTYS:
        return [to_deputy(facts["deputy"]), *_heirs(facts)]
    if code == "assign":
        return _desk(facts) if facts["handed"] else _office(facts)
    if code == "co_opinion":
        return [to_unit(pk) for pk in facts["owing"]]
    unit = [to_unit(facts["unit"])] if facts["unit"] else []
    head = [to_unit_head(facts["unit"])] if facts["unit"] and late else []
    return [*unit, *head, *(_desk(facts) if late and code in _PRESSED else [])]


# --- whom --------------------------------------------------------------------------------------


def _link(face: str) -> Any:
    def link(_message: OutboxMessage, facts: Facts) -> str:
        return f"{face}/suggestions/{facts['pk']}/"

    return link


def _signers(facts: Facts) -> list[str]:
    return [to_deputy(facts["deputy"]), *_heirs(facts), *_cosigners(facts)]


def _signed(facts: Facts) -> list[str]:
    """Who signed in the end: the lead deputy and those who agreed."""
    return [to_deputy(facts["deputy"]), *_heirs(facts), *[to_deputy(pk) for pk in facts["agreed"]]]


def _heirs(facts: Facts) -> list[str]:
    """Who took it over; announcements made before there were any name none."""
    return [to_deputy(pk) for pk in facts.get("heirs", ())]


def _cosigners(facts: Facts) -> list[str]:
    return [to_deputy(pk) for pk in facts["signers"]]


_invited = _cosigners


def _lead(facts: Facts) -> list[str]:
    return [to_deputy(facts["deputy"])]


def _office(_facts: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]


def _desk(_facts: Facts) -> list[str]:
    return [to_role(roles.GOVERNMENT_DESK)]


def _units(facts: Facts) -> list[str]:
    return [to_unit(pk) for pk in [facts["unit"], *facts["co_units"]] if pk]


def _units_and_office(facts: Facts) -> list[str]:
    return [*_units(facts), *_office(facts)]


def _unit_and_office(facts: Facts) -> list[str]:
    return [*([to_unit(facts["unit"])] if facts["unit"] else []), *_office(facts)]


#: What happens, who is told, in which words, on which face.
TABLE: Final[tuple[tuple[str, Who, StrOrPromise, str], ...]] = (
    ("propose", _lead, _("镇人大办请您看看居民说的几件事，要不要提一件建议：草稿已开好"), "deputy"),
    ("invite", _invited, _("请您看看一件建议，要不要联名"), "deputy"),
    ("submit", _office, _("有一件代表建议待审查登记"), "desk"),
    ("send_back", _signers, _("镇人大办请您修改一件建议"), "deputy"),
    ("letter", _signers, _("您的一件来文转为工作信件办理，理由见页面"), "deputy"),
    ("hand", _desk, _("代表建议 %(number)s 待交办"), "desk"),
    ("assign", _units, _("代表建议 %(number)s 交给你单位"), "desk"),
    ("ask_return", _desk, _("代表建议 %(number)s 请求退回，待决定"), "desk"),
    ("refuse_return", _units, _("代表建议 %(number)s 不同意退回，请接着办理"), "desk"),
    ("ask_extension", _desk, _("代表建议 %(number)s 请求延期，待决定"), "desk"),
    ("grant_extension", _signers, _("您的建议 %(number)s 延期答复，新的期限见页面"), "deputy"),
    ("sign", _signers, _("您的建议 %(number)s 已答复，请评价"), "deputy"),
    ("settle_promise", _signed, _("您的建议 %(number)s 里的承诺有了结果，请看页面"), "deputy"),
    ("promise_year", _signed, _("您的建议 %(number)s 里的往年承诺，今年的情况写好了，请看页面"), "deputy"),
    ("evaluate", _unit_and_office, _("代表评价了建议 %(number)s 的答复"), "desk"),
    ("ask_withdraw", _cosigners, _("领衔代表要求撤回建议，请您表态"), "deputy"),
    ("promise_missed", _units_and_office, _("代表建议 %(number)s 有承诺到期还没有结果，请写明怎么样了"), "desk"),
    ("promise_missed", _signed, _("您的建议 %(number)s 里有一项承诺到期还没有结果"), "deputy"),
)  # fmt: skip

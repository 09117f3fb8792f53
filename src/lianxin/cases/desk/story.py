"""One line of time: the log of a case in words anybody reads, newest first, with what is still to come above it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.cases import texts
from lianxin.cases.models import ContactHow
from lianxin.cases.selectors.case_page import CasePage
from lianxin.clocks.models import ClockState
from lianxin.journal import verbs
from lianxin.ui.dates import parse_date, zh_date, zh_datetime, zh_day
from lianxin.ui.listing import listed

#: The verb of a reminder.
_REMINDED: Final = "case.reminded"
#: How a line of the log is drawn besides its words.
_TONES: Final = {
    "case.return": "warn",
    "case.redraft": "warn",
    "case.redraft_again": "warn",
    "case.promise_missed": "bad",
    "case.close": "good",
}
_VERDICT_TONES: Final = {"solved": "good", "partly": "warn", "unsolved": "bad"}

_Word = Callable[[CasePage, Any], str]


def timeline(page: CasePage) -> list[dict[str, Any]]:
    """Newest first; running clocks stand above with an open dot."""
    ahead: list[dict[str, Any]] = [
        {
            "title": one.label, "when": zh_date(one.due_on), "done": False, "tone": "bad" if one.left < 0 else "",
            "who": _("期限已过，还没有做") if one.left < 0 else _("期限，还没有做"),
        }
        for one in sorted(page.clocks, key=lambda one: one.due_on, reverse=True)
        if one.state == ClockState.RUNNING
    ]  # fmt: skip
    return [*ahead, *[_entry(page, row) for row in reversed(_folded(page.timeline))]]


def _folded(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The log with all reminders in one line, where the last of them stands: they say the same."""
    reminders = [row for row in rows if row["verb"] == _REMINDED]
    if len(reminders) < 2:
        return list(rows)
    days = listed(zh_day(row["at"]) for row in reminders)
    label = _("%(what)s %(n)d 次") % {"what": reminders[-1]["label"], "n": len(reminders)}
    one = {**reminders[-1], "label": label, "told": days}
    return [one if row is reminders[-1] else row for row in rows if row["verb"] != _REMINDED or row is reminders[-1]]


def _entry(page: CasePage, row: Mapping[str, Any]) -> dict[str, Any]:
    data = row["data"]
    tone = _VERDICT_TONES.get(str(data.get("result")), "") if row["verb"].startswith("case.verdict") else ""
    return {
        "title": row["label"], "when": zh_datetime(row["at"]), "who": row["who"],
        "text": row.get("told") or _facts(page, row),
        "tone": tone or _TONES.get(row["verb"], ""), "done": True,
    }  # fmt: skip


def _facts(page: CasePage, row: Mapping[str, Any]) -> str:
    """The facts of one line, each with its name, on one line; codes become words."""
    known = verbs.get(row["verb"]).facts
    told = dict(row["facts"])
    parts = []
    for key, label in known.items():
        value = row["data"].get(key)
        if value in (None, "", []):
            continue
        word = _WORDS[key](page, value) if key in _WORDS else told.get(str(label), "")
        parts.append(_("%(name)s %(value)s") % {"name": label, "value": word})
    return " · ".join(parts)


def _due(_page: CasePage, value: Any) -> str:
    """A due day and what for."""
    code, day = value if isinstance(value, list) and len(value) == 2 else ("", value)
    on = parse_date(str(day))
    return " ".join(filter(None, [texts.clock_word(str(code)), zh_day(on) if on is not None else str(day)]))


def _result(page: CasePage, value: Any) -> str:
    """A verdict, or the result of a reply in the words of the town's scheme."""
    verdict = texts.verdict_word(str(value))
    if verdict != value:
        return verdict
    for scheme in page.frame.book["result_scheme"].values():
        for one in scheme.extra["results"]:
            if one["code"] == value:
                return str(one["label"])
    return str(value)


def _how(page: CasePage, value: Any) -> str:
    """A way to reach somebody."""
    ways = {str(code): str(label) for code, label in ContactHow.choices} | {"web": _("网上")}
    return ways.get(str(value), str(value))


def _channel(page: CasePage, value: Any) -> str:
    entry = page.frame.book["channel"].get(str(value))
    return entry.label if entry is not None else str(value)


_WORDS: Final[Mapping[str, _Word]] = {
    "due": _due,
    "result": _result,
    "how": _how,
    "via": _how,
    "channel": _channel,
    "unit": lambda page, value: page.frame.unit_names.get(str(value), str(value)),
    "reached": lambda page, value: _("是") if value else _("否"),
}

"""What stands beside every form: the words, the points, the days that run, and a request that waits for a decision."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.cases.desk.co_opinions import Help, help_of
from lianxin.cases.selectors.case_page import CasePage, PointView
from lianxin.cases.selectors.events import Event
from lianxin.cases.selectors.rows import due_text
from lianxin.clocks.models import ClockState
from lianxin.ui.dates import zh_date

#: How a clock's tone is called by the tags of the design system.
_TONES = {"late": "bad", "soon": "warn", "ok": "plain", "paused": "mute", "done": "mute"}


@dataclass(frozen=True, slots=True)
class Said:
    """One voice as it was spoken, with what was added later."""

    who: str
    words: str
    hidden: bool
    additions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One clock that runs or stands still."""

    label: str
    text: str
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class Beside:
    """The column beside a form."""

    said: tuple[Said, ...]
    points: tuple[PointView, ...]
    days: tuple[Day, ...]
    extension: Event | None
    verdict: str
    help: Help


def beside(page: CasePage) -> Beside:
    """Everything from the page that was loaded anyway; no statement."""
    return Beside(
        said=tuple(
            Said(
                one.source_label,
                one.words,
                one.words_hidden,
                tuple((_("更正") if more.code == "correct" else _("补充"), more.text) for more in one.additions),
            )
            for one in page.opinions
            if not one.withdrawn
        ),
        points=page.points,
        days=tuple(
            Day(
                one.label,
                zh_date(one.due_on) if one.state == ClockState.RUNNING else one.state_label,
                due_text(one.left) if one.state == ClockState.RUNNING else "",
                _TONES.get(one.tone, "plain"),
            )
            for one in page.clocks
            if one.state in {ClockState.RUNNING, ClockState.PAUSED}
        ),
        extension=open_extension(page),
        verdict=next((one.text for one in reversed(page.verdicts) if one.code == "unsolved"), ""),
        help=help_of(page),
    )


def open_extension(page: CasePage) -> Event | None:
    """The request for more time nobody decided yet."""
    return next((one for one in page.extensions if not one.code), None)

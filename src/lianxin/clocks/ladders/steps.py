"""The steps of the town's ladders: the town's own rows, else the standard ones that come with the program."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy

from lianxin.clocks.ladders.models import Ladder, LadderStep
from lianxin.clocks.ladders.rules import Step
from lianxin.clocks.rulesets import standard
from lianxin.ui.dates import is_english


def standard_steps() -> list[LadderStep]:
    """Unsaved rows of every standard step, in order."""
    return [
        _row(ladder["code"], order, step)
        for ladder in standard()["ladders"]
        for order, step in enumerate(ladder["steps"], start=1)
    ]


def _row(ladder: str, order: int, step: Mapping[str, Any]) -> LadderStep:
    return LadderStep(
        ladder=ladder,
        order=order,
        unit=step["unit"] or "",
        **{name: step[name] for name in ("code", "label", "label_en", "after_n", "relative_to", "by", "mode")},
        **{name: step[name] for name in ("answer_n", "demand", "source", "status")},
    )


def steps(ladder: str = "") -> list[LadderStep]:
    """The steps of one ladder, or of both, in order; a step the town has not set is the standard one; one statement."""
    own = {(row.ladder, row.code): row for row in LadderStep.objects.all()}
    rows = [own.get((row.ladder, row.code), row) for row in standard_steps()]
    return [row for row in rows if ladder in {"", row.ladder}]


def step_of(ladder: str, code: str) -> LadderStep:
    """One step; ``KeyError`` for one the ladder does not have."""
    for row in steps(ladder):
        if row.code == code:
            return row
    raise KeyError(code)


def label_of(ladder: str, code: str) -> str:
    """The standard word for a step as the log and papers keep it, in Chinese; the code where there is none."""
    found = _standard(ladder, code)
    return code if found is None else found.label


def word_of(ladder: str, code: str) -> str:
    """The standard word for a step in the language of the moment, without a statement; the code where there is none."""
    found = _standard(ladder, code)
    return code if found is None else spoken(found)


def spoken(row: LadderStep) -> str:
    """The word of a step, the town's own or the standard one, in the language of the moment."""
    return (row.label_en if is_english() else "") or row.label


def _standard(ladder: str, code: str) -> LadderStep | None:
    return next((row for row in standard_steps() if (row.ladder, row.code) == (ladder, code)), None)


def as_rule(row: LadderStep) -> Step:
    """What the arithmetic needs of a row."""
    return Step(row.ladder, row.code, row.order, row.after_n, row.relative_to, row.mode, row.enabled)


_later = lazy(word_of, str)


def labels(ladder: str = Ladder.GOVERNMENT) -> list[tuple[str, str]]:
    """(code, word) of a ladder's steps, for filters and forms, read in the reader's language; no statement."""
    return [(row.code, _later(ladder, row.code)) for row in standard_steps() if row.ladder == ladder]

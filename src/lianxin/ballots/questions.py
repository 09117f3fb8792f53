"""From a rule to the questions of an electronic ballot; what the rule cannot ask electronically is refused."""

from collections.abc import Sequence
from typing import Final

from lianxin.ballots.protocol.election import Question
from lianxin.ballots.rules import Preset, Rule

#: The answers of a vote project by project, in the order the count reads them.
THREE: Final = ("赞成", "反对", "弃权")


def questions_of(rule: Rule, names: Sequence[str], title: str) -> list[Question]:
    """One question with all candidates and a blank ballot, or one question a candidate.

    Raises ``ValueError`` for ranked ballots, which are voted on paper only.
    """
    if rule.preset is Preset.RANK:
        raise ValueError("ranked ballots are voted on paper only")
    if rule.preset is Preset.PER_ITEM:
        return [Question(name, THREE, 1, 1) for name in names]
    return [Question(title, tuple(names), max(1, rule.least_marks), rule.seats, blank=True)]


def with_blank(rule: Rule) -> bool:
    """Whether the result has the number of blank ballots in front."""
    return rule.preset is not Preset.PER_ITEM

"""抽查: a ballot that was opened instead of cast.  Whether it encrypts what the voter chose is recomputed here.

The booth shows the tracker first and learns only then whether the ballot will be opened, so that it cannot prepare.
"""

from typing import Any

from lianxin.ballots.protocol.ballot import WrongBallot, check_ballot
from lianxin.ballots.protocol.election import Election
from lianxin.ballots.protocol.encoding import compact, fields, listed, text, whole
from lianxin.ballots.protocol.group import G, P, exponent, g_power


def choices_of(value: Any, election: Election) -> list[list[int]]:
    """What an opened ballot encrypts; raises `Malformed` or `WrongBallot` where it is not what it says it is."""
    ballot, tracker, rows = fields(value, ("ballot", "tracker", "open"))
    found = check_ballot(compact(ballot).encode(), election)
    if found.tracker != text(tracker):
        raise WrongBallot("tracker")
    choices = []
    for answer, row in zip(found.answers, listed(rows, len(found.answers)), strict=True):
        marks = []
        for cipher, one in zip(answer.choices, listed(row, len(answer.choices)), strict=True):
            chance, mark = fields(one, ("r", "m"))
            randomness, marked = exponent(chance), whole(mark, 0, 1)
            beta = election.key.power(randomness) * (G if marked else 1) % P
            if (g_power(randomness), beta) != (cipher.alpha, cipher.beta):
                raise WrongBallot("other_choices")
            marks.append(marked)
        choices.append(marks)
    return choices


def named(choices: list[list[int]], election: Election) -> list[str]:
    """The choices in the words of the questions."""
    lines = []
    for row, question in zip(choices, election.questions, strict=True):
        names = (("空白票",) if question.blank else ()) + question.answers
        picked = [name for name, mark in zip(names, row, strict=True) if mark]
        lines.append(f"{question.question}：{'、'.join(picked) or '一个也没选'}")
    return lines

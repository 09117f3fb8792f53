"""The life of an entry in a performance file as a table.

The organiser enters it once; the deputy is told, says that it is right or objects; the office corrects it or upholds
it with a reason.  What is corrected is superseded by a newer entry and stays where it was.  Silence confirms only after
the deputy could see it (days are data of the town).

Source: Shanghai's measures for the deputies' law, Art. 51 (entered by the organiser, checked by the deputy, who may
object); that silence confirms after 15 days is our own default.
"""

from dataclasses import dataclass
from typing import Final

RECORDED: Final = "recorded"
NOTIFIED: Final = "notified"
CONFIRMED: Final = "confirmed"
SILENT: Final = "silent"
OBJECTED: Final = "objected"
CORRECTED: Final = "corrected"
TAKEN_OUT: Final = "taken_out"
UPHELD: Final = "upheld"

STATES: Final = (RECORDED, NOTIFIED, CONFIRMED, SILENT, OBJECTED, CORRECTED, TAKEN_OUT, UPHELD)
#: Nothing follows these; they are superseded and no longer part of the file.
OVER: Final = (CORRECTED, TAKEN_OUT)
#: What residents may see: nothing that the deputy has not seen or does not agree with.
PUBLISHABLE: Final = (CONFIRMED, SILENT)
#: What the completeness view counts: an entry under objection waits.
COUNTED: Final = (RECORDED, NOTIFIED, CONFIRMED, SILENT, UPHELD)

SYSTEM: Final = "system"
OFFICE: Final = "congress_office"
DEPUTY: Final = "deputy"
PARTIES: Final = (SYSTEM, OFFICE, DEPUTY)


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin an entry."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()


_STANDING: Final = (RECORDED, NOTIFIED, CONFIRMED, SILENT, OBJECTED, UPHELD)

MOVES: Final = (
    Move("record", "记入", (), RECORDED, (SYSTEM, OFFICE)),
    Move("notify", "请代表核对", (RECORDED,), NOTIFIED, (SYSTEM, OFFICE), ("can_see",)),
    Move("confirm", "核对无误", (NOTIFIED,), CONFIRMED, (DEPUTY, OFFICE), ("heard_from_deputy",)),
    Move("silent", "到期没有异议", (NOTIFIED,), SILENT, (SYSTEM,), ("waited_long_enough",)),
    Move("object", "提出异议", (NOTIFIED, CONFIRMED, SILENT), OBJECTED, (DEPUTY, OFFICE), ("reason_given",)),
    Move("correct", "更正", _STANDING, CORRECTED, (OFFICE,), ("reason_given", "something_changes")),
    Move("take_out", "撤下", _STANDING, TAKEN_OUT, (OFFICE,), ("reason_given",)),
    Move("uphold", "维持原记录", (OBJECTED,), UPHELD, (OFFICE,), ("reason_given",)),
)  # fmt: skip

BY_CODE: Final = {move.code: move for move in MOVES}

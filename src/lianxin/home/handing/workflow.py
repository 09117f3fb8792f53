"""A matter handed to a deputy as a table: given, taken, reported; or passed on to another deputy with a reason.

The matter itself does not move by any of this: a deputy carries it and says where it went, and handles nothing.
"""

from dataclasses import dataclass
from typing import Final

GIVEN: Final = "given"
TAKEN: Final = "taken"
REPORTED: Final = "reported"
PASSED_ON: Final = "passed_on"

STATES: Final = (GIVEN, TAKEN, REPORTED, PASSED_ON)
#: The deputy still has it.
OPEN: Final = (GIVEN, TAKEN)

OFFICE: Final = "congress_office"
DEPUTY: Final = "deputy"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` begin a handing."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    needs_words: bool = False


MOVES: Final = (
    Move("give", "请代表带到上一级", (), GIVEN, (OFFICE,)),
    Move("take", "收到", (GIVEN,), TAKEN, (DEPUTY, OFFICE)),
    Move("report", "说明带到哪里", (GIVEN, TAKEN, REPORTED), REPORTED, (DEPUTY, OFFICE), needs_words=True),
    Move("pass_on", "改请别的代表", (GIVEN, TAKEN), PASSED_ON, (OFFICE,), needs_words=True),
)

BY_CODE: Final = {move.code: move for move in MOVES}

"""The life of a 现场会商单 as a table: opened, met, decided once; by the government desk and nobody else."""

from dataclasses import dataclass
from typing import Final

OPEN: Final = "open"
MET: Final = "met"
DECIDED: Final = "decided"
DROPPED: Final = "dropped"

STATES: Final = (OPEN, MET, DECIDED, DROPPED)
UNDECIDED: Final = (OPEN, MET)

SYSTEM: Final = "system"
DESK: Final = "government_desk"


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move; empty ``sources`` open the dispute."""

    code: str
    label: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    guards: tuple[str, ...] = ()


MOVES: Final = (
    Move(
        "open", "开现场会商单", (), OPEN, (SYSTEM, DESK),
        ("category_known", "nobody_handles", "not_open_already", "not_settled_already"),
    ),
    Move("meet", "记下会商", (OPEN, MET), MET, (DESK,), ("two_present", "day_given", "findings_given")),
    Move("decide", "裁定并签发", (MET,), DECIDED, (DESK,), ("not_a_party", "basis_given", "lead_named")),
    Move("drop", "不必会商", (OPEN, MET), DROPPED, (DESK,), ("reason_given",)),
)  # fmt: skip

BY_CODE: Final = {move.code: move for move in MOVES}

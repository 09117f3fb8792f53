"""What the town already holds of a file's rows: the key of a row leads to the opinion it became earlier.

An undone import leaves its opinions in place, but a mended file must be able to come again: the next opinion of the
same row then carries the key with a number behind it.
"""

from dataclasses import dataclass, field
from typing import Final

from lianxin.cases.models import IMPORT_UNDONE, Opinion

_PREFIX: Final = "row-"
_LENGTH: Final = len(_PREFIX) + 48


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same row came before: as this opinion, or (in a check that stores nothing) in this row of the same file."""

    opinion_id: int | None = None
    row_no: int | None = None


@dataclass
class Known:
    """Keys of rows that are opinions now, and how often a row was imported and undone."""

    live: dict[str, Earlier] = field(default_factory=dict)
    undone: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Known":
        """Read the town's keys; one statement."""
        found = cls()
        rows = Opinion.objects.filter(client_key__startswith=_PREFIX).values_list("client_key", "pk", "case__outcome")
        for key, opinion_id, outcome in rows:
            base = key[:_LENGTH]
            if outcome == IMPORT_UNDONE:
                found.undone[base] = found.undone.get(base, 0) + 1
            else:
                found.live[base] = Earlier(opinion_id)
        return found

    def find(self, key: str) -> Earlier | None:
        """What the row with this key became earlier, if anything."""
        return self.live.get(key)

    def client_key(self, key: str) -> str:
        """The key under which a new opinion of this row is stored."""
        times = self.undone.get(key, 0)
        return f"{key}-{times + 1}" if times else key

    def add(self, key: str, opinion_id: int | None, row_no: int) -> None:
        """Remember a row that has just become an opinion."""
        self.live[key] = Earlier(opinion_id, row_no)

"""What every move of an order and of a congress step has in common: lock, party, state, guards, clock, log.

Each move writes an entry on the object itself and one on every matter it is about, so that the page of a matter tells
the whole story.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Generic, TypeVar

from lianxin.clocks.ladders.steps import label_of
from lianxin.clocks.models import ClockState
from lianxin.clocks.orders import owners, texts
from lianxin.clocks.orders.models import CongressStep, SupervisionOrder
from lianxin.clocks.orders.rules import GUARDS, Facts
from lianxin.clocks.orders.workflow import Move
from lianxin.clocks.rules import WORKING_DAY, Limit
from lianxin.clocks.service import Clocks
from lianxin.core.clock import now, today
from lianxin.core.text import tidy, tidy_line
from lianxin.db.scope import current_town
from lianxin.journal import kinds
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import SYSTEM_KIND
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.journal.log import append
from lianxin.journal.numbering import next_number

T = TypeVar("T", SupervisionOrder, CongressStep)

MOST_WORDS: Final = 4000
MOST_REASON: Final = 500
#: A matter: its kind and id.
Matter = tuple[str, int]


@dataclass(kw_only=True)
class PressAction(Action[T], Generic[T]):
    """One move of an order or a step; ``pk`` names it (``None`` for the move that makes it).

    ``expected_version`` is the version the page showed.  Subclasses tidy and check what was typed in :meth:`problems`,
    fill :meth:`facts`, change the row in :meth:`change`.
    """

    kind: ClassVar[str]
    ladder: ClassVar[str]
    moves: ClassVar[Mapping[str, Move]]
    move_code: ClassVar[str]

    pk: int | None = None
    expected_version: int | None = None
    row: T = field(init=False, repr=False)
    matters: list[Matter] = field(init=False, default_factory=list, repr=False)
    waiting: set[Matter] = field(init=False, default_factory=set, repr=False)
    clocks: Clocks = field(init=False, repr=False)
    before: str = field(init=False, default="", repr=False)

    @property
    def move(self) -> Move:
        """The line of the table."""
        return self.moves[self.move_code]

    # --- the subclass's part --------------------------------------------------------------------

    def find(self) -> T:
        """The row under a lock; makes a new one for the first move."""
        raise NotImplementedError

    def matters_of(self) -> list[Matter]:
        """The matters it is about, as stored."""
        raise NotImplementedError

    def role(self) -> str:
        """As whom the actor makes the move; empty when none of the move's parties."""
        raise NotImplementedError

    def problems(self) -> Sequence[FieldProblem]:
        """What is wrong with typed fields."""
        return ()

    def facts(self) -> Facts:
        """What the guards look at."""
        raise NotImplementedError

    def change(self) -> None:
        """Change the row in memory."""

    def details(self) -> Mapping[str, object]:
        """More facts for the log: codes, days, numbers; no words."""
        return {}

    # --- the frame ------------------------------------------------------------------------------

    def lock(self) -> None:
        """Lock the row and its matters (their logs are written), in a fixed order."""
        self.row = self.find()
        self.before = "" if self.pk is None else self.row.state
        self.matters = self.matters or self.matters_of()
        self.clocks = Clocks.fresh(self.kind, self.row.pk) if self.pk is None else Clocks.of(self.kind, self.row.pk)
        for kind in sorted({kind for kind, _pk in self.matters}):
            ids = sorted(pk for one, pk in self.matters if one == kind)
            list(kinds.get(kind).rows().select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
            self.waiting |= {(kind, pk) for pk in owners.waiting(kind, ids)}

    def check(self) -> None:
        """Version, party, state, typed fields, guards."""
        if self.expected_version is not None and self.expected_version != self.row.version:
            raise WrongState("somebody_was_faster", texts.faster())
        if not self.role():
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))
        if self.move.sources and self.row.state not in self.move.sources:
            raise WrongState("not_from_here", texts.not_from_here(self.move.label))
        problems = list(self.problems())
        if problems:
            raise Invalid(*problems)
        facts = self.facts()
        for guard in self.move.guards:
            if not GUARDS[guard](facts):
                raise _refused(guard)

    def perform(self) -> T:
        """Change, move, clocks, save; then a line in the log of each matter."""
        self.change()
        if self.move.target:
            self.row.state = self.move.target
        if self.move.stops:
            self.clocks.stop(self.move.stops, today())
        if self.pk is not None:
            self.row.version += 1
            self.row.save(force_update=True)
        self.clocks.save()
        for kind, pk in self.matters:
            append(self.verb, kind, pk, self.actor, self.told())
        return self.row

    def start_clock(self, label: str, n: int | None, unit_id: int | None = None) -> None:
        """``n`` working days from today for the answer; the row repeats the day."""
        if n is None:
            return
        code = self.move.starts[0]
        started = self.clocks.start({code: Limit(code, label, n, WORKING_DAY)}, today(), unit_id)
        self.row.due_on = started[0].due_on if started else self.row.due_on

    def end_row(self, reason: str = "") -> None:
        """Note when, by whom and why it ended; a clock that still runs ends without a result."""
        self.clocks.cancel(None, today())
        self.row.ended_at, self.row.ended_by_label = now(), self.actor.label[:120]
        self.row.end_reason = reason

    @property
    def is_system(self) -> bool:
        """Whether time acts."""
        return self.actor.kind == SYSTEM_KIND

    def told(self) -> Mapping[str, object]:
        """What the log of the object and of each matter says of a move."""
        return {
            "number": self.row.number,
            "step": self.row.step,
            "what": label_of(self.ladder, self.row.step),
            "object": str(self.row.pk),
            **({"due": self.row.due_on} if self.row.due_on else {}),
            **self.details(),
        }

    def subject(self) -> Subject:
        """The order or step."""
        return Subject(self.kind, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """From where to where, and what the subclass adds."""
        data: dict[str, object] = {"version": self.row.version, **self.told()}
        if self.before != self.row.state:
            data["from"], data["to"] = self.before, self.row.state
        data["matters"] = [[kind, str(pk)] for kind, pk in self.matters]
        return data

    def announcement(self) -> Mapping[str, object] | None:
        """For inboxes: number, step, day."""
        return {"number": self.row.number, "step": self.row.step, "due": self.row.due_on, "pk": str(self.row.pk)}

    def request_data(self) -> object:
        """The same form again is the same request."""
        return [self.pk, self.move_code]


def running(clocks: Clocks) -> bool:
    """Whether a clock of the object still runs."""
    return any(clock.state == ClockState.RUNNING for clock in clocks.live)


def official_number(sign: str, series: str) -> str:
    """``102-督-2026-003``: the town's last signs, what it is, the year, a running number."""
    year = today().year
    return f"{current_town().code[-3:]}-{sign}-{year}-{next_number(f'{series}-{year}'):03d}"


def line(text: str) -> str:
    """A typed line, tidied."""
    return tidy_line(text)


def words(text: str) -> str:
    """A typed text, tidied, its lines kept."""
    return tidy(text).strip()


def fits(name: str, text: str, limit: int = MOST_WORDS) -> list[FieldProblem]:
    """A problem when a text is too long."""
    return [] if len(text) <= limit else [FieldProblem(name, "text_long", texts.too_long(limit))]


def _refused(guard: str) -> Exception:
    if guard in texts.FORBIDS:
        return NotAllowed(guard, texts.refusal(guard))
    if guard in texts.FIELDS:
        return Invalid.at(texts.FIELDS[guard], guard, texts.refusal(guard))
    return WrongState(guard, texts.refusal(guard))


def with_whom(actor: Any) -> str:
    """The actor's name for a column."""
    return str(actor.label)[:120]

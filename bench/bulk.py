"""Many cases without asking the actions: what a thousand matters left behind is copied inside the database.

Every row that belongs to a case (opinion, clocks, replies, contacts, verdicts, log lines, search words …) is copied
with its ids moved by a constant, so that the copies hang together as the originals do. Which columns are moved is read
from the models. Copies are of closed matters: an archive grows, what is under way does not; ``--open`` copies all.
A run that was stopped goes on where it was. Django must be set up before this is imported (`bench.common.set_up`).
"""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from django.apps import apps
from django.db import connection, models

from bench.common import Bar
from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.records.models import SearchEntry

#: The ids of a copy are larger by a number of a round's own, below this; so large that copies do not meet.
STEP: Final = 1 << 57
#: What hangs on a case by kind and id: the column of the id, the column of the kind, the kinds.
LOOSE: Final = {
    "journal.LogEntry": ("object_id", "object_kind"),
    "records.SearchEntry": ("object_id", "kind"),
    "clocks.Clock": ("owner_id", "owner_kind"),
}
#: Tables that hang on a case by a foreign key, in the order of their references.
TIED: Final = (
    "cases.Case", "cases.Opinion", "cases.Assignment", "cases.ReturnRequest", "cases.ResidentContact", "cases.Reply",
    "cases.ContactLog", "cases.Verdict",
)  # fmt: skip
#: A copy is up to so many days older, so that the archive goes back in time.
DAYS: Final = 3000


#: On SQLite the search words lie in a table of their own.
_WORDS: Final = (
    "INSERT INTO records_search_fts (rowid, tokens) SELECT rowid + %(step)s, tokens FROM records_search_fts WHERE rowid"
    " IN (SELECT id FROM records_searchentry WHERE kind = 'case' AND object_id IN (SELECT id FROM bench_chosen))"
)


@dataclass(frozen=True)
class Table:
    """One table to copy: its model, the columns moved, and how its rows of the chosen cases are found."""

    model: type[models.Model]
    moved: frozenset[str]
    marked: frozenset[str]
    where: str

    def statement(self) -> str:
        """``INSERT … SELECT`` of the rows of the chosen cases; parameters by name."""
        fields: list[Any] = [one for one in self.model._meta.concrete_fields if not getattr(one, "generated", False)]
        columns = ", ".join(f'"{one.column}"' for one in fields)
        values = ", ".join(self._value(one) for one in fields)
        if connection.vendor != "sqlite" and self.model is SearchEntry:  # the column that Django does not see
            columns, values = f"{columns}, tokens", f"{values}, tokens"
        table = self.model._meta.db_table
        return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" WHERE {self.where}'  # noqa: S608

    def _value(self, one: Any) -> str:
        name = f'"{one.column}"'
        if one.column in self.moved:
            return f"{name} + %(step)s"
        if one.column in self.marked:
            return "'B' || CAST(\"id\" + %(step)s AS varchar(24))"
        if one.column in {"received_on", "closed_on"} and self.model is Case:
            day = f"date({name}, '-' || %(days)s || ' days')"
            return day if connection.vendor == "sqlite" else f"({name} - CAST(%(days)s AS integer))"
        return name


def tables(chosen: str) -> list[Table]:
    """All tables to copy; *chosen* is the condition on the case's id, with ``{}`` for the column."""
    found = []
    for label in TIED:
        model: type[models.Model] = apps.get_model(label)
        found.append(Table(model, _moved(model), _marked(model), _tie(model, chosen)))
    for label, (column, kind) in LOOSE.items():
        model = apps.get_model(label)
        where = f"\"{kind}\" = 'case' AND " + chosen.format(f'"{column}"')
        found.append(Table(model, _moved(model) | {column}, _marked(model) - {kind}, where))
    return found


def _tie(model: type[models.Model], chosen: str) -> str:
    """How the rows of the chosen cases are found."""
    if model is Case:
        return chosen.format('"id"')
    names = {one.column for one in model._meta.concrete_fields}
    if "case_id" in names:
        return chosen.format('"case_id"')
    return '"opinion_id" IN (SELECT "id" FROM "cases_opinion" WHERE ' + chosen.format('"case_id"') + ")"  # noqa: S608


def _moved(model: type[models.Model]) -> frozenset[str]:
    """The key, and references to other copied rows."""
    copied = {apps.get_model(label) for label in TIED}
    fields = (one for one in model._meta.concrete_fields if one.primary_key or one.related_model in copied)
    return frozenset(str(one.column) for one in fields)


def _marked(model: type[models.Model]) -> frozenset[str]:
    """Texts that must be unique in the town."""
    unique = {
        name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint) for name in one.fields
    }
    names = {"relation", "scope", "object_kind", "kind"}
    fields = (one for one in model._meta.concrete_fields if one.name in unique - names)
    return frozenset(str(one.column) for one in fields if isinstance(one, models.CharField))


def grow(row: Any, cases: int, *, everything: bool = False) -> int:
    """Copy until the town has at least *cases*; returns how many it has."""
    with town_scope(row):
        there = Case.objects.count()
        bar = Bar("成批复制", cases - there)
        first = there
        while there < cases:
            with write():
                _round(row, cases - there, everything)
            there = Case.objects.count()
            bar.at(min(there, cases) - first)
        _analyse()
        return there


def _round(row: Any, wanted: int, everything: bool) -> None:
    """Copy what may be copied once, at most *wanted* cases: the archive doubles."""
    count = Case.objects.count()
    step = Random(count).randrange(STEP // 2, STEP)
    closed = "" if everything else f" AND \"state\" = '{w.CLOSED}'"
    cases = f'SELECT "id" FROM "cases_case" WHERE "town_id" = {row.pk}{closed} ORDER BY "id" LIMIT {wanted}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE bench_chosen AS {cases}")
        for table in tables('{} IN (SELECT "id" FROM bench_chosen)'):
            cursor.execute(table.statement(), {"step": step, "days": 1 + count % DAYS})
        if connection.vendor == "sqlite":
            cursor.execute(_WORDS, {"step": step})
        cursor.execute("DROP TABLE bench_chosen")


def _analyse() -> None:
    """Let PostgreSQL's planner know how much there is, as its own upkeep does; SQLite is never asked to."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

"""Import a table: every line becomes an opinion and a case, is a duplicate, or is refused with its cell and the reason.

A file is stored as a batch with one row each, so that a page can show what became of every line.  Rows are written in
small transactions: a long import blocks nobody, and what is done stays done when it is stopped; running the same file
again then goes on, because a row that is already there is recognised by its key.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import policies
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.imports import columns
from lianxin.cases.imports.rows import COLUMN_OF, Lookup, Mapped, load_lookup, map_row
from lianxin.cases.models import ImportBatch, ImportRow, MappingMemory, Opinion
from lianxin.core.clock import now
from lianxin.core.documents.tables import Row, Table
from lianxin.core.hashing import canonical_json, digest
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed

MADE: Final = "made"
DUPLICATE: Final = "duplicate"
REFUSED: Final = "refused"

#: Rows a transaction: long enough to be fast, short enough that nobody waits noticeably.
CHUNK: Final = 50

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; ``cell`` and ``problem`` for a refused one."""

    row_no: int
    result: str
    opinion_id: int | None = None
    cell: str = ""
    problem: str = ""


@dataclass
class Outcome:
    """Counts, and every row that did not become an opinion."""

    made: int = 0
    duplicate: int = 0
    refused: int = 0
    problems: list[RowResult] = field(default_factory=list)

    def add(self, result: RowResult) -> None:
        """Count one row."""
        if result.result == MADE:
            self.made += 1
        elif result.result == DUPLICATE:
            self.duplicate += 1
        else:
            self.refused += 1
            self.problems.append(result)


def header_digest(headers: Sequence[str]) -> str:
    """What a mapping is remembered under."""
    return digest(canonical_json([columns.header_key(header) for header in headers]))


def propose(table: Table) -> dict[str, int]:
    """The mapping of a table: the one remembered for these headers, else the guess."""
    known = MappingMemory.objects.filter(header_digest=header_digest(table.headers)).first()
    if known is not None:
        return known.columns
    sample = [row.values for row in table.rows[:300]]
    return {guess.field: guess.column for guess in columns.guess_columns(table.headers, sample)}


def remember(table: Table, mapping: Mapping[str, int]) -> None:
    """Keep a mapping for files with exactly these headers."""
    MappingMemory.objects.update_or_create(
        header_digest=header_digest(table.headers),
        defaults={"mapping": canonical_json(dict(mapping)).decode(), "used_at": now()},
    )


@dataclass
class Import:
    """One run over one table.  ``dry`` checks every row and stores nothing."""

    actor: Actor
    table: Table
    mapping: Mapping[str, int]
    file_name: str = ""
    file_digest: str = ""
    channel: str = "paper"
    dry: bool = False
    outcome: Outcome = field(default_factory=Outcome)

    def run(self, progress: Progress | None = None) -> Outcome:
        """Import every row; ``NotAllowed`` for who may not import, ``Invalid`` without a column of words."""
        self._check()
        lookup = load_lookup()
        seen = self._known_keys()
        batch = None if self.dry else self._start()
        done = 0
        for chunk in _chunks(self.table.rows):
            with write():
                results = [self._row(row, lookup, seen) for row in chunk]
                if batch is not None:
                    self._note(batch, results)
            done += len(chunk)
            if progress is not None:
                progress(done, len(self.table))
        if batch is not None:
            self._finish(batch)
        return self.outcome

    def _check(self) -> None:
        if not policies.IMPORT.check(self.actor) and self.actor.kind != "system":
            raise NotAllowed("not_importer", _("只有镇人大办和政府交办台可以导入。"))
        if columns.WORDS not in self.mapping:
            raise Invalid.at("mapping", "no_words", _("没有找到写着居民原话的一列，请指明哪一列是原话。"))

    def _known_keys(self) -> set[str]:
        return set(Opinion.objects.filter(client_key__startswith="row-").values_list("client_key", flat=True))

    def _start(self) -> ImportBatch:
        with write():
            remember(self.table, self.mapping)
            return ImportBatch.objects.create(
                file_name=self.file_name[:200],
                file_digest=self.file_digest,
                mapping=canonical_json(dict(self.mapping)).decode(),
                state="running",
                rows_total=len(self.table),
                made_at=now(),
                made_by_label=self.actor.label[:120],
            )

    def _row(self, row: Row, lookup: Lookup, seen: set[str]) -> RowResult:
        mapped = map_row(self.table, row, self.mapping, lookup, self.channel)
        result = self._judge(row, mapped, seen)
        self.outcome.add(result)
        return result

    def _judge(self, row: Row, mapped: Mapped, seen: set[str]) -> RowResult:
        if mapped.key in seen:
            return RowResult(row.number, DUPLICATE)
        if mapped.bad_cell:
            sentence = _("看不懂日期“%(value)s”，请写成 2026-06-03 的样子。") % {"value": mapped.bad_value[:40]}
            return RowResult(row.number, REFUSED, cell=mapped.bad_cell, problem=sentence)
        action = RecordOpinion(actor=self.actor, client_key=mapped.key, **mapped.arguments)
        try:
            if self.dry:
                action.check()
                opinion_id = None
            else:
                opinion_id = action.execute().opinion_id
        except Invalid as refused:
            return self._refused(row, refused)
        seen.add(mapped.key)
        return RowResult(row.number, MADE, opinion_id)

    def _refused(self, row: Row, refused: Invalid) -> RowResult:
        first = refused.problems[0]
        column = self.mapping.get(COLUMN_OF.get(first.field, ""), self.mapping[columns.WORDS])
        return RowResult(row.number, REFUSED, cell=self.table.cell(row, column), problem=first.message[:300])

    def _note(self, batch: ImportBatch, results: Sequence[RowResult]) -> None:
        ImportRow.objects.bulk_create(
            [
                ImportRow(
                    batch=batch,
                    row_no=one.row_no,
                    result=one.result,
                    opinion_id=one.opinion_id,
                    cell=one.cell,
                    problem=one.problem,
                )
                for one in results
            ]
        )
        self._count(batch)

    def _count(self, batch: ImportBatch) -> None:
        batch.rows_made, batch.rows_duplicate = self.outcome.made, self.outcome.duplicate
        batch.rows_refused = self.outcome.refused
        batch.rows_done = self.outcome.made + self.outcome.duplicate + self.outcome.refused
        batch.save()

    def _finish(self, batch: ImportBatch) -> None:
        with write():
            batch.state = "done"
            batch.save()


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]

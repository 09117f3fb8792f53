"""Import a table: every line becomes an opinion and a case, is a duplicate, or is refused with its cell and the reason.

A file is stored as a batch with one row each, so that a page can show what became of every line.  Rows are written in
small transactions: a long import blocks nobody, and what is done stays done when it is stopped; running the same file
again then goes on, because a row that is already there is recognised by its key.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from lianxin.cases import origins, policies
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.imports import attached, columns, texts
from lianxin.cases.imports.known import Known
from lianxin.cases.imports.rows import COLUMN_OF, Lookup, Mapped, load_lookup, map_row
from lianxin.cases.models import BatchState, ImportBatch, ImportRow, MappingMemory, Track
from lianxin.core.clock import now
from lianxin.core.documents.tables import Row, Table
from lianxin.core.hashing import canonical_json, digest
from lianxin.db.transactions import write
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed

MADE: Final = "made"
DUPLICATE: Final = "duplicate"
REFUSED: Final = "refused"

#: Columns that the table of refused rows adds at its end; they are no part of the clerk's own table.
OWN_HEADERS: Final = ("退回原因", "原表单元格")

#: Rows a transaction: long enough to be fast, short enough that nobody waits noticeably.
CHUNK: Final = 50

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row.

    ``cell`` and ``problem`` for a refused one; ``opinion_id`` is the one it became, or the one it repeats;
    ``same_row`` the row of the same file it repeats, in a check that stores nothing.
    """

    row_no: int
    result: str
    opinion_id: int | None = None
    cell: str = ""
    problem: str = ""
    same_row: int | None = None


@dataclass
class Outcome:
    """Counts, and every row that was refused."""

    made: int = 0
    duplicate: int = 0
    refused: int = 0
    problems: list[RowResult] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many rows were looked at."""
        return self.made + self.duplicate + self.refused

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
    """What a mapping is remembered under; a mended table of refused rows is known by the headers it came with."""
    return digest(canonical_json([columns.header_key(header) for header in _clerks(headers)]))


def _clerks(headers: Sequence[str]) -> Sequence[str]:
    """The headers without the columns that we added."""
    end = len(headers) - len(OWN_HEADERS)
    return headers[:end] if tuple(headers[end:]) == OWN_HEADERS else headers


def propose(table: Table) -> dict[str, int]:
    """The mapping of a table: the one remembered for these headers, else the guess."""
    known = MappingMemory.objects.filter(header_digest=header_digest(table.headers)).first()
    if known is not None:
        return known.columns
    headers = _clerks(table.headers)
    sample = [row.values[: len(headers)] for row in table.rows[:300]]
    return {guess.field: guess.column for guess in columns.guess_columns(headers, sample)}


def remember(table: Table, mapping: Mapping[str, int]) -> None:
    """Keep a mapping for files with exactly these headers."""
    MappingMemory.objects.update_or_create(
        header_digest=header_digest(table.headers),
        defaults={"mapping": canonical_json(dict(mapping)).decode(), "used_at": now()},
    )


@dataclass
class Import:
    """One run over one table.  ``dry`` checks every row and stores nothing.

    ``batch`` goes on with an import that was begun: rows that have a result already are passed over.  A run ends before
    its next chunk when somebody wants it to stop, or when another worker writes the same batch.
    """

    actor: Actor
    table: Table
    mapping: Mapping[str, int]
    file_name: str = ""
    file_digest: str = ""
    channel: str = "paper"
    dry: bool = False
    track: str = Track.RESIDENT
    batch: ImportBatch | None = None
    outcome: Outcome = field(default_factory=Outcome)
    results: list[RowResult] = field(default_factory=list)

    def run(self, progress: Progress | None = None) -> Outcome:
        """Import every row; ``NotAllowed`` for who may not import, ``Invalid`` without a column of words."""
        self.check()
        lookup, known = load_lookup(), Known.load()
        batch = None if self.dry else (self.batch or self._start())
        rows = self._rows_left(batch)
        for chunk in _chunks(rows):
            with write():
                if batch is not None and not self._may_go_on(batch):
                    return self.outcome
                results = [self._row(row, lookup, known) for row in chunk]
                if batch is not None:
                    self._note(batch, results)
            if self.dry:
                self.results += results
            if progress is not None:
                progress(self.outcome.done, len(self.table))
        if batch is not None:
            with write():
                ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE)
        return self.outcome

    def check(self) -> None:
        """Raise what :meth:`run` would refuse before the first row."""
        if not policies.IMPORT.check(self.actor) and self.actor.kind != "system":
            raise NotAllowed("not_importer", _("只有镇人大办和政府交办台可以导入。"))
        if columns.WORDS not in self.mapping:
            raise Invalid.at("mapping", "no_words", _("没有找到写着居民原话的一列，请指明哪一列是原话。"))

    def _rows_left(self, batch: ImportBatch | None) -> Sequence[Row]:
        """The rows without a result, with what is counted already taken over from an earlier run."""
        if batch is None or self.batch is None:
            return self.table.rows
        done = dict(ImportRow.objects.filter(batch=batch).values_list("row_no", "result"))
        for row_no, result in done.items():
            self.outcome.add(RowResult(row_no, result))
        return [row for row in self.table.rows if row.number not in done]

    def _may_go_on(self, batch: ImportBatch) -> bool:
        """Whether the batch is still this run's: nobody stopped it, nobody else has written rows of it."""
        state, done = ImportBatch.objects.select_for_update().values_list("state", "rows_done").get(pk=batch.pk)
        return state == BatchState.RUNNING and done == self.outcome.done

    def _start(self) -> ImportBatch:
        with write():
            remember(self.table, self.mapping)
            return ImportBatch.objects.create(
                file_name=self.file_name[:200],
                file_digest=self.file_digest,
                mapping=canonical_json(dict(self.mapping)).decode(),
                state=BatchState.RUNNING,
                channel=self.channel,
                track=self.track,
                rows_total=len(self.table),
                made_at=now(),
                touched_at=now(),
                made_by_label=self.actor.label[:120],
            )

    def _row(self, row: Row, lookup: Lookup, known: Known) -> RowResult:
        mapped = map_row(self.table, row, self.mapping, lookup, self.channel)
        result = self._judge(row, mapped, known)
        self.outcome.add(result)
        return result

    def _judge(self, row: Row, mapped: Mapped, known: Known) -> RowResult:
        earlier = known.find(mapped.key)
        if earlier is not None:
            return RowResult(row.number, DUPLICATE, earlier.opinion_id, same_row=earlier.row_no)
        if mapped.bad_cell:
            sentence = _("看不懂日期“%(value)s”，请写成 2026-06-03 的样子。") % {"value": mapped.bad_value[:40]}
            return RowResult(row.number, REFUSED, cell=mapped.bad_cell, problem=sentence)
        try:
            opinion_id = self._record(mapped, known.client_key(mapped.key))
        except Invalid as refused:
            return self._refused(row, refused)
        known.add(mapped.key, opinion_id, row.number)
        return RowResult(row.number, MADE, opinion_id)

    def _record(self, mapped: Mapped, key: str) -> int | None:
        """Record one row and hang it where its own number says; only checked in a dry run."""
        place = attached.read(self.actor, mapped.visit)
        arguments = place.arguments(mapped.arguments) if place is not None else mapped.arguments
        action = RecordOpinion(actor=self.actor, track=self.track, client_key=key, **arguments)
        if self.dry:
            action.check()
            return None
        receipt = action.execute()
        if place is not None:
            place.after(receipt.opinion_id, receipt.case_id)
        return receipt.opinion_id

    def _refused(self, row: Row, refused: Invalid) -> RowResult:
        first = refused.problems[0]
        column = self.mapping.get(COLUMN_OF.get(first.field, ""), self.mapping[columns.WORDS])
        problem = texts.FOR_CLERKS.get(first.code, first.message)
        return RowResult(row.number, REFUSED, cell=self.table.cell(row, column), problem=str(problem)[:300])

    def _note(self, batch: ImportBatch, results: Sequence[RowResult]) -> None:
        """Store what became of a chunk; the state is left alone, because a page may just have changed it."""
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
        made = [one.opinion_id for one in results if one.result == MADE and one.opinion_id is not None]
        origins.imported(self.actor, batch.pk, made)
        ImportBatch.objects.filter(pk=batch.pk).update(
            rows_made=self.outcome.made,
            rows_duplicate=self.outcome.duplicate,
            rows_refused=self.outcome.refused,
            rows_done=self.outcome.done,
            touched_at=now(),
        )


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]

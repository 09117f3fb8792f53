"""The ballot board: one growing ``.bel`` file and its mirror, appended under a lock, never rewritten.

Cast ballots stand only here.  Every entry and the file itself carry the day of the meeting as their only time, so that
neither the file nor a backup says when somebody voted.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings

from lianxin.ballots.protocol.archive import BALLOT, SETUP, Archive, Event, extend, load
from lianxin.ballots.protocol.ballot import Ballot, read_ballot
from lianxin.ballots.protocol.election import Election as Published
from lianxin.ballots.protocol.election import read_election
from lianxin.ballots.protocol.encoding import parse
from lianxin.ballots.protocol.group import Malformed, checked_before
from lianxin.db.locks import write_lock
from lianxin.db.scope import current_town_id

#: Seconds a ballot waits for the one before it to be on the disk.
_PATIENCE: Final = 20.0


@dataclass
class Board:
    """A board as this process has read it so far: the archive, and what casting must know of it."""

    path: Path
    size: int
    archive: Archive
    published: Published
    voters: frozenset[str]
    ballots: list[Ballot] = field(default_factory=list)
    trackers: set[str] = field(default_factory=set)
    voted: set[str] = field(default_factory=set)
    seen: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def refresh(self) -> None:
        """Take in what was appended since, by this process or another; raises `Malformed` in the middle of a write."""
        with self._guard:
            grown = self.path.stat().st_size
            if grown > self.size:
                with self.path.open("rb") as file:
                    file.seek(self.size)
                    extend(self.archive, file.read(grown - self.size))
                self.size = grown
            for event in self.archive.events[self.seen :]:
                if event.kind == BALLOT:
                    self._take(self.archive.data[event.payload])
            self.seen = len(self.archive.events)

    def _take(self, raw: bytes) -> None:
        """A ballot that was accepted before."""
        ballot = read_ballot(raw, self.published, checked_before, written_before=True)
        self.ballots.append(ballot)
        self.trackers.add(ballot.tracker)
        self.voted.add(str(ballot.credential))

    @property
    def stage(self) -> str:
        """The kind of the last event."""
        return self.archive.events[-1].kind

    def of(self, kind: str) -> list[Event]:
        """The events of a kind."""
        return [event for event in self.archive.events if event.kind == kind]

    @property
    def is_open(self) -> bool:
        """Whether nothing but Setup and ballots stand here yet."""
        return self.stage in (SETUP, BALLOT)

    def append(self, draft: Archive) -> None:
        """Put on the disk what a draft of the archive holds; the caller holds the lock."""
        raw = draft.new_bytes()
        for place in (self.path, mirror_of(self.path)):
            _write(place, "ab", raw, self.archive.timestamp)
        self.refresh()


_boards: dict[str, Board] = {}


def path_of(uuid: str) -> Path:
    """The file of an election of the current town."""
    return Path(settings.MEDIA_ROOT) / "elections" / str(current_town_id()) / f"{uuid}.bel"


def mirror_of(path: Path) -> Path:
    """Its mirror, outside the uploaded files."""
    return Path(settings.LIANXIN_DATA) / "elections" / path.parent.name / path.name


def _write(path: Path, mode: str, raw: bytes, timestamp: int) -> None:
    """Write and flush to the disk; the file's own time says nothing."""
    with path.open(mode) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.utime(path, (timestamp, timestamp))


def create(uuid: str, archive: Archive) -> Board:
    """Write a new board with its Setup; whatever an attempt that failed left behind is replaced."""
    path = path_of(uuid)
    for place in (path, mirror_of(path)):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        _write(place, "wb", archive.dump(), archive.timestamp)
        place.chmod(0o640)
    _boards.pop(str(path), None)
    return read(uuid)


def _opened(path: Path) -> Board:
    raw = path.read_bytes()
    archive = load(raw)
    names = parse(archive.data[archive.events[0].payload])
    published = read_election(archive.data[names["election"]])
    return Board(path, len(raw), archive, published, frozenset(parse(archive.data[names["credentials"]])))


def read(uuid: str) -> Board:
    """The board as far as it is whole; raises ``FileNotFoundError``.  For appending see `locked`."""
    path = path_of(uuid)
    board = _boards.get(str(path))
    if board is None or path.stat().st_size < board.size:
        board = _boards[str(path)] = _opened(path)
    with suppress(Malformed):  # somebody is writing at this very moment: the rest comes next time
        board.refresh()
    return board


def _mend(path: Path) -> None:
    """Put right what a stopped machine left half written: the file is written first, then its mirror."""
    mirror = mirror_of(path)
    if mirror.exists() and mirror.stat().st_size == path.stat().st_size:
        return
    raw = path.read_bytes()
    try:
        archive = load(raw)
    except Malformed:
        archive = None
    if archive is not None and archive.is_whole:
        mirror.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        _write(mirror, "wb", raw, archive.timestamp)
    elif mirror.exists():
        os.truncate(path, min(len(raw), mirror.stat().st_size))
        _boards.pop(str(path), None)


@contextmanager
def locked(uuid: str) -> Iterator[Board]:
    """The board, for whoever may append to it now; nobody else may at the same time, in any process."""
    path = path_of(uuid)
    lock = write_lock(str(path.with_name(f".{path.name}")))
    lock.acquire(_PATIENCE)
    try:
        _mend(path)
        board = read(uuid)
        board.refresh()
        yield board
    finally:
        lock.release()


def returned(board: Board) -> int:
    """How many different credentials have voted."""
    return len(board.voted)

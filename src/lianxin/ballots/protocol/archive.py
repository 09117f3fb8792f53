"""The archive ``<uuid>.bel``: an old-style tar of data and events, chained by digests, equal to the byte.

Every entry carries the header's one timestamp, so that no casting time leaks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.ballots.protocol.encoding import compact, fields, hex_digest, parse, text, whole
from lianxin.ballots.protocol.group import Malformed

SETUP: Final = "Setup"
BALLOT: Final = "Ballot"
END: Final = "EndBallots"
TALLY: Final = "EncryptedTally"
DECRYPTION: Final = "PartialDecryption"
RESULT: Final = "Result"
KINDS: Final = (SETUP, BALLOT, END, TALLY, DECRYPTION, RESULT)

_BLOCK: Final = 512
_DATA: Final = ".data.json"
_EVENT: Final = ".event.json"
_HEADER: Final = "BELENIOS"
#: No single record of ours comes near; larger ones are refused before they are read.
LARGEST_RECORD: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the chain; ``payload`` is the digest of the data record it speaks of, empty for EndBallots."""

    raw: bytes
    parent: str
    height: int
    kind: str
    payload: str

    @property
    def digest(self) -> str:
        """Its name, and the parent of the next."""
        return hex_digest(self.raw)


@dataclass
class Archive:
    """An archive in memory: its timestamp, data records by digest, and events in order."""

    timestamp: int
    records: list[tuple[str, bytes]] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    @property
    def last(self) -> str:
        """The digest of the last event: what is read out and printed in the minutes."""
        return self.events[-1].digest if self.events else ""

    def add_data(self, raw: bytes) -> str:
        """Append a data record and return its digest."""
        digest = hex_digest(raw)
        self.records.append((digest + _DATA, raw))
        self.data[digest] = raw
        return digest

    def add_event(self, kind: str, payload: str = "") -> Event:
        """Append an event to the chain."""
        value: dict[str, Any] = {"parent": self.last} if self.events else {}
        value |= {"height": len(self.events), "type": kind}
        if payload:
            value["payload"] = payload
        raw = compact(value).encode()
        event = Event(raw, self.last, len(self.events), kind, payload)
        self.events.append(event)
        self.records.append((event.digest + _EVENT, raw))
        return event

    def setup(self, election: bytes, trustees: bytes, credentials: bytes) -> Event:
        """The first event."""
        names = [self.add_data(raw) for raw in (election, trustees, credentials)]
        value = dict(zip(("election", "trustees", "credentials"), names, strict=True))
        return self.add_event(SETUP, self.add_data(compact(value).encode()))

    def ballot(self, raw: bytes) -> Event:
        """A cast ballot."""
        return self.add_event(BALLOT, self.add_data(raw))

    def tally(self, encrypted: bytes, count: int) -> Event:
        """The product of all ballots that count."""
        digest = self.add_data(encrypted)
        sized = compact({"num_tallied": count, "total_weight": count, "encrypted_tally": digest})
        return self.add_event(TALLY, self.add_data(sized.encode()))

    def decryption(self, owner: int, raw: bytes) -> Event:
        """One trustee's part."""
        digest = self.add_data(raw)
        return self.add_event(DECRYPTION, self.add_data(compact({"owner": owner, "payload": digest}).encode()))

    def result(self, raw: bytes) -> Event:
        """The result."""
        return self.add_event(RESULT, self.add_data(raw))

    def draft(self) -> "Archive":
        """An archive that goes on from this one but holds only what is new: what a growing file gets appended."""
        return Archive(self.timestamp, events=list(self.events))

    def new_bytes(self) -> bytes:
        """The records of a `draft`."""
        return b"".join(_entry(name, raw, self.timestamp) for name, raw in self.records)

    @property
    def is_whole(self) -> bool:
        """Whether it ends with an event, as every finished step does."""
        return bool(self.records) and self.records[-1][0].endswith(_EVENT)

    def dump(self) -> bytes:
        """The archive as bytes."""
        header = compact({"version": 1, "timestamp": str(self.timestamp)}).encode()
        parts = [_entry(_HEADER, header, self.timestamp)]
        parts += [_entry(name, raw, self.timestamp) for name, raw in self.records]
        return b"".join(parts)


def _entry(name: str, body: bytes, timestamp: int) -> bytes:
    """One entry as the format lays it out."""
    header = bytearray(_BLOCK)
    header[0 : len(name)] = name.encode()
    header[100:107] = b"0000644"
    header[108:115] = header[116:123] = b"0000000"
    header[124:135] = f"{len(body):011o}".encode()
    header[136:147] = f"{timestamp:011o}".encode()
    header[148:156] = b" " * 8
    header[156] = ord("0")
    header[148:156] = f"{sum(header):06o}".encode() + b"\0 "
    return bytes(header) + body + b"\0" * (-len(body) % _BLOCK)


def load(raw: bytes) -> Archive:
    """An archive from its bytes.  Raises `Malformed` unless writing it again gives the same bytes."""
    entries = list(_entries(raw))
    if not entries or entries[0][0] != _HEADER:
        raise Malformed("no_header")
    version, stamp = fields(parse(entries[0][1]), ("version", "timestamp"))
    if version != 1 or not text(stamp).isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise Malformed("version")
    found = Archive(int(stamp))
    for name, body in entries[1:]:
        _take(found, name, body)
    if found.dump() != raw:
        raise Malformed("layout")
    return found


def extend(archive: Archive, raw: bytes) -> None:
    """Take in what was appended to an archive since it was read; raises `Malformed` where it is cut short."""
    for name, body in list(_entries(raw)):
        _take(archive, name, body)


def _take(archive: Archive, name: str, body: bytes) -> None:
    digest = hex_digest(body)
    if name == digest + _DATA:
        archive.add_data(body)
    elif name == digest + _EVENT:
        archive.records.append((name, body))
        archive.events.append(_event(body))
    else:
        raise Malformed("name_is_no_digest")


def _event(raw: bytes) -> Event:
    height, kind, parent, payload = fields(parse(raw), ("height", "type"), ("parent", "payload"))
    value: dict[str, Any] = {} if parent is None else {"parent": text(parent)}
    value |= {"height": whole(height), "type": text(kind)}
    if payload is not None:
        value["payload"] = text(payload)
    if compact(value).encode() != raw:
        raise Malformed("event_not_canonical")
    return Event(raw, parent or "", height, kind, payload or "")


def _entries(raw: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(raw):
        header = raw[at : at + _BLOCK]
        try:
            size = int(header[124:135], 8)
            name = header[:100].rstrip(b"\0").decode("ascii")
        except ValueError as fault:
            raise Malformed("layout") from fault
        end = at + _BLOCK + size
        if len(header) < _BLOCK or size > LARGEST_RECORD or end > len(raw):
            raise Malformed("cut_short")
        yield name, raw[at + _BLOCK : end]
        at = end + (-size % _BLOCK)


def records_of(raw: bytes) -> list[str]:
    """The names of all records in order: what `is_prefix` compares."""
    return [name for name, _body in _entries(raw)]


def is_prefix(earlier: Iterable[str], later: Iterable[str]) -> bool:
    """Whether an earlier copy is the beginning of a later one: nothing was taken away or put in between."""
    first, second = list(earlier), list(later)
    return first == second[: len(first)]

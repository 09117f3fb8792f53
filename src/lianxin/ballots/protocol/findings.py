"""What an audit works with: the inputs, the outcome of each rule, and what has been read so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lianxin.ballots.protocol import tally
from lianxin.ballots.protocol.archive import Archive, Event
from lianxin.ballots.protocol.ballot import Ballot, WrongBallot
from lianxin.ballots.protocol.election import Election
from lianxin.ballots.protocol.group import Malformed
from lianxin.ballots.protocol.trustees import Trustees, WrongTrustees

Progress = Callable[[int, int], None]


class Status(StrEnum):
    """What became of a rule."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's outcome; ``code`` says why it failed or what is missing, ``data`` the particulars."""

    rule: int
    status: Status
    code: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What else the auditor was given.  ``expect`` may hold trustees, threshold, questions, voters."""

    earlier: Sequence[bytes] = ()
    setup_hash: str = ""
    last_hash: str = ""
    void: Sequence[str] | None = None
    expect: Mapping[str, Any] = field(default_factory=dict)
    require_hardened: bool = False
    tool: str = ""
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order of the rules, and what the archive says of itself."""

    findings: tuple[Finding, ...]
    facts: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        """Whether no rule failed."""
        return all(one.status is not Status.FAILED for one in self.findings)


class Broken(Exception):
    """A rule does not hold: its number, a code, particulars."""

    def __init__(self, rule: int, code: str, **data: Any) -> None:
        """Say which and why."""
        super().__init__(code)
        self.finding = Finding(rule, Status.FAILED, code, data)


@dataclass
class Audit:
    """The state of one audit: rules judged so far, and what has been read."""

    raw: bytes
    inputs: Inputs
    progress: Progress
    found: dict[int, Finding] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    archive: Archive = field(init=False)
    election: Election = field(init=False)
    trustees: Trustees = field(init=False)
    voters: frozenset[Any] = frozenset()
    ballots: list[Ballot] = field(default_factory=list)
    sums: tally.Tally = ()
    counts: list[list[int]] | None = None

    def passed(self, rule: int, **data: Any) -> None:
        """Note a rule that holds."""
        self.found[rule] = Finding(rule, Status.PASSED, "", data)

    def missing(self, rule: int, code: str) -> None:
        """Note a rule that could not be checked."""
        self.found[rule] = Finding(rule, Status.NOT_CHECKED, code)

    def judge(self, step: Callable[["Audit"], None], *rules: int) -> bool:
        """Take a step; what is wrong is noted at its rule (the last of ``rules`` where nothing else is said)."""
        try:
            step(self)
        except Broken as broken:
            self.found[broken.finding.rule] = broken.finding
        except (Malformed, WrongBallot, WrongTrustees) as fault:
            self.found[rules[-1]] = Finding(rules[-1], Status.FAILED, str(fault))
        return all(rule in self.found and self.found[rule].status is not Status.FAILED for rule in rules)

    def of(self, kind: str) -> list[Event]:
        """The events of a kind."""
        return [event for event in self.archive.events if event.kind == kind]

    def payload(self, event: Event, rule: int) -> bytes:
        """The data an event speaks of."""
        return self.record(event.payload, rule)

    def record(self, digest: object, rule: int) -> bytes:
        """A data record; raises `Broken` where it is not in the archive."""
        raw = self.archive.data.get(digest) if isinstance(digest, str) else None
        if raw is None:
            raise Broken(rule, "record_missing", record=str(digest)[:64])
        return raw

"""Election, questions, trustees and the voter list: what the Setup event fixes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lianxin.ballots.protocol.encoding import b64_digest, compact, fields, listed, parse, text, whole
from lianxin.ballots.protocol.group import NAME, FixedBase, Malformed, element, table

#: More answers or questions than any meeting has; larger ones are refused before anything is computed.
MOST_ANSWERS = 200
MOST_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One homomorphic question: between ``least`` and ``most`` of the answers, or blank where that is allowed."""

    question: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def positions(self) -> int:
        """How many ciphertexts an answer holds: the blank flag comes first."""
        return len(self.answers) + self.blank

    def written(self) -> dict[str, Any]:
        """As the format writes it."""
        found: dict[str, Any] = {"answers": list(self.answers)}
        if self.blank:
            found["blank"] = True
        return {**found, "min": self.least, "max": self.most, "question": self.question}


@dataclass(frozen=True)
class Election:
    """The election as published; ``raw`` are the very bytes that were hashed."""

    raw: bytes
    uuid: str
    name: str
    public_key: Any
    questions: tuple[Question, ...]

    @cached_property
    def fingerprint(self) -> str:
        """φ: Base64 of the digest of the bytes."""
        return b64_digest(self.raw)

    @cached_property
    def key(self) -> FixedBase:
        """The election's key with its table."""
        return table(int(self.public_key))


def read_question(value: Any) -> Question:
    """A homomorphic question; any other kind is refused (rule 4)."""
    answers, least, most, question, blank = fields(value, ("answers", "min", "max", "question"), ("blank",))
    names = tuple(text(one) for one in listed(answers))
    if blank not in (None, True, False) or not 1 <= len(names) <= MOST_ANSWERS:
        raise Malformed("question")
    found = Question(text(question), names, whole(least), whole(most), bool(blank))
    if not found.least <= found.most <= len(names):
        raise Malformed("question_bounds")
    return found


def read_election(raw: bytes) -> Election:
    """An election from its bytes; raises `Malformed`."""
    version, _description, name, group, key, questions, uuid, _admin, _authority = fields(
        parse(raw),
        ("version", "description", "name", "group", "public_key", "questions", "uuid"),
        ("administrator", "credential_authority"),
    )
    if version != 1 or group != NAME:
        raise Malformed("version_or_group")
    rows = listed(questions)
    if not 1 <= len(rows) <= MOST_QUESTIONS or len(text(uuid)) < 14:
        raise Malformed("questions")
    return Election(raw, uuid, text(name), element(key), tuple(read_question(row) for row in rows))


def make_election(
    name: str, description: str, questions: Sequence[Question], public_key: Any, uuid: str, administrator: str = ""
) -> Election:
    """A new election, written canonically."""
    value: dict[str, Any] = {
        "version": 1, "description": description, "name": name, "group": NAME, "public_key": str(public_key),
        "questions": [one.written() for one in questions], "uuid": uuid,
    }  # fmt: skip
    if administrator:
        value["administrator"] = administrator
    raw = compact(value).encode()
    return Election(raw, uuid, name, public_key, tuple(questions))

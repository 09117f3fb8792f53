"""Archives that lie in one way each, built from a true one: everything else in them is consistent."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lianxin.ballots.protocol.archive import BALLOT, DECRYPTION, END, RESULT, SETUP, TALLY, Archive
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.group import P, g_power


@dataclass
class Story:
    """What an archive tells, in parts that can be changed; ``told`` writes it down again without any check."""

    election: Any
    trustees: Any
    credentials: Any
    ballots: list[Any]
    tally: Any
    sized: dict[str, Any]
    parts: list[tuple[dict[str, Any], Any]]
    result: Any
    order: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, archive: Archive) -> "Story":
        """Take an archive apart."""

        def data(digest: str) -> Any:
            return json.loads(archive.data[digest])

        def first(kind: str) -> Any:
            return data(next(event.payload for event in archive.events if event.kind == kind))

        setup, sized = first(SETUP), first(TALLY)
        parts = [data(event.payload) for event in archive.events if event.kind == DECRYPTION]
        return cls(
            data(setup["election"]), data(setup["trustees"]), data(setup["credentials"]),
            [data(event.payload) for event in archive.events if event.kind == BALLOT],
            data(sized["encrypted_tally"]), sized, [(one, data(one["payload"])) for one in parts], first(RESULT),
        )  # fmt: skip

    def told(self) -> Archive:
        """Write it down."""
        found = Archive(1_767_225_600)
        setup = [compact(one).encode() for one in (self.election, self.trustees, self.credentials)]
        steps: dict[str, Callable[[], object]] = {
            SETUP: lambda: found.setup(*setup),
            BALLOT: lambda: [
                found.ballot(one if isinstance(one, bytes) else compact(one).encode()) for one in self.ballots
            ],
            END: lambda: found.add_event(END),
            TALLY: lambda: self._tally(found),
            DECRYPTION: lambda: [found.decryption(one["owner"], compact(part).encode()) for one, part in self.parts],
            RESULT: lambda: found.result(compact(self.result).encode()),
        }
        for step in self.order or list(steps):
            steps[step]()
        return found

    def _tally(self, found: Archive) -> None:
        sized = {**self.sized, "encrypted_tally": found.add_data(compact(self.tally).encode())}
        found.add_event(TALLY, found.add_data(compact(sized).encode()))


def plus_one(text: str) -> str:
    """A decimal, one higher."""
    return str(int(text) + 1)


def _proof(path: tuple[Any, ...], part: str) -> Callable[[Story], None]:
    """Change the challenge or response at a path of the first ballot."""

    def change(story: Story) -> None:
        place = story.ballots[0]
        for step in path:
            place = place[step]
        place[part] = plus_one(place[part])

    return change


def _ballot(change: Callable[[dict[str, Any]], object]) -> Callable[[Story], None]:
    def apply(story: Story) -> None:
        change(story.ballots[0])

    return apply


def _swap_ciphers(ballot: dict[str, Any]) -> None:
    choices = ballot["answers"][0]["choices"]
    choices[1], choices[2] = choices[2], choices[1]


def _small_order(ballot: dict[str, Any]) -> None:
    ballot["answers"][0]["choices"][1]["alpha"] = str(int(P) - 1)


def _other_order(ballot: dict[str, Any]) -> None:
    ballot["election_uuid"] = ballot.pop("election_uuid")


def _foreign(story: Story) -> None:
    story.credentials = [one for one in story.credentials if one != story.ballots[0]["credential"]]


def _twice(story: Story) -> None:
    story.credentials.append(story.credentials[0])


def _set(name: str, *path: Any, to: Callable[[Any], Any]) -> Callable[[Story], None]:
    """Replace something in a part of the story."""

    def change(story: Story) -> None:
        place = getattr(story, name)
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to(place[path[-1]])

    return change


def _order(*kinds: str) -> Callable[[Story], None]:
    def change(story: Story) -> None:
        story.order = list(kinds)

    return change


def _drop_counted(story: Story) -> None:
    story.ballots.pop()


def _shift_votes(result: list[int]) -> list[int]:
    return [result[0] + 1, *result[1:-1], result[-1] - 1]


_CHALLENGE = ("answers", 0)

#: What was changed, at which rule it must be found.
LIES: dict[str, tuple[Callable[[Story], object], int]] = {
    "individual challenge": (_proof((*_CHALLENGE, "individual_proofs", 1, 0), "challenge"), 7),
    "individual response": (_proof((*_CHALLENGE, "individual_proofs", 2, 1), "response"), 7),
    "overall challenge": (_proof((*_CHALLENGE, "overall_proof", 0), "challenge"), 7),
    "overall response": (_proof((*_CHALLENGE, "overall_proof", 1), "response"), 7),
    "blank challenge": (_proof((*_CHALLENGE, "blank_proof", 0), "challenge"), 7),
    "blank response": (_proof((*_CHALLENGE, "blank_proof", 1), "response"), 7),
    "signature challenge": (_proof(("signature", "proof"), "challenge"), 7),
    "signature response": (_proof(("signature", "proof"), "response"), 7),
    "signature hash": (_ballot(lambda one: one["signature"].update(hash="A" + one["signature"]["hash"][1:])), 7),
    "two ciphertexts swapped": (_ballot(_swap_ciphers), 7),
    "an element of order two": (_ballot(_small_order), 7),
    "zero as an element": (_ballot(lambda one: one["answers"][0]["choices"][0].update(beta="0")), 7),
    "a number with a zero in front": (
        _ballot(lambda one: one["signature"]["proof"].update(response="0" + one["signature"]["proof"]["response"])), 7,
    ),
    "keys in another order": (_ballot(_other_order), 7),
    "a key too many": (_ballot(lambda one: one.update(weight=2)), 7),
    "an answer too few": (_ballot(lambda one: one["answers"].pop()), 7),
    "a choice too few": (_ballot(lambda one: one["answers"][0]["choices"].pop()), 7),
    "a proof too few": (_ballot(lambda one: one["answers"][0]["overall_proof"].pop()), 7),
    "another election's uuid": (_ballot(lambda one: one.update(election_uuid="11111111111111")), 7),
    "another election's hash": (_ballot(lambda one: one.update(election_hash="A" * 43)), 7),
    "no credential of the list": (_foreign, 7),
    "a space in a ballot": (lambda story: story.ballots.__setitem__(0, compact(story.ballots[0]).encode() + b" "), 7),
    "no JSON at all": (lambda story: story.ballots.__setitem__(0, b"\xff\x00"), 7),
    "nested without end": (lambda story: story.ballots.__setitem__(0, b"[" * 100_000), 7),
    "a ballot replayed": (lambda story: story.ballots.append(story.ballots[0]), 8),
    "a credential listed twice": (_twice, 5),
    "a weight": (_set("credentials", 0, to=lambda one: f"{one},2"), 5),
    "a credential outside the group": (_set("credentials", 0, to=plus_one), 5),
    "a credential that is one": (_set("credentials", 0, to=lambda _one: "1"), 5),
    "another version": (_set("election", "version", to=lambda _one: 2), 4),
    "another group": (_set("election", "group", to=lambda _one: "RFC-3526-2048"), 4),
    "more allowed than there are": (_set("election", "questions", 0, "max", to=lambda _one: 99), 4),
    "an election key of somebody else": (_set("election", "public_key", to=lambda _one: str(g_power(5))), 6),
    "a trustee's key not proven": (_set("trustees", 0, 1, "verification_keys", 0, "pok", "response", to=plus_one), 6),
    "a trustee's key exchanged": (
        _set("trustees", 0, 1, "verification_keys", 1, "public_key", to=lambda _one: str(g_power(11))), 6,
    ),
    "a certificate not signed": (_set("trustees", 0, 1, "certs", 0, "signature", "challenge", to=plus_one), 6),
    "a ceremony not signed": (_set("trustees", 0, 1, "signatures", 2, "response", to=plus_one), 6),
    "another threshold": (_set("trustees", 0, 1, "threshold", to=lambda _one: 3), 6),
    "a recorded tally": (_set("tally", 0, 1, "beta", to=lambda _one: str(g_power(7))), 9),
    "a recorded count": (_set("sized", "num_tallied", to=lambda one: one + 1), 9),
    "a recorded weight": (_set("sized", "total_weight", to=lambda one: one - 1), 9),
    "a counted ballot left out": (_drop_counted, 9),
    "a decryption factor": (_set("parts", 0, 1, "decryption_factors", 0, 0, to=lambda _one: str(g_power(3))), 10),
    "a decryption proof": (_set("parts", 1, 1, "decryption_proofs", 0, 1, "response", to=plus_one), 10),
    "one trustee twice": (lambda story: story.parts.append(story.parts[0]), 10),
    "one trustee too few": (lambda story: story.parts.pop(), 10),
    "an owner who is not there": (_set("parts", 0, 0, "owner", to=lambda _one: 9), 10),
    "a result raised by one": (_set("result", "result", 0, 1, to=lambda one: one + 1), 11),
    "votes moved over": (_set("result", "result", 0, to=_shift_votes), 11),
    "EndBallots before the ballots": (_order(SETUP, END, BALLOT, TALLY, DECRYPTION, RESULT), 2),
    "no EndBallots": (_order(SETUP, BALLOT, TALLY, DECRYPTION, RESULT), 2),
    "a result before the decryptions": (_order(SETUP, BALLOT, END, TALLY, RESULT, DECRYPTION), 2),
    "a second setup": (_order(SETUP, BALLOT, SETUP, END, TALLY, DECRYPTION, RESULT), 1),
    "no setup at the beginning": (_order(BALLOT, SETUP, END, TALLY, DECRYPTION, RESULT), 1),
}  # fmt: skip

"""Taking a ballot: the checks in the order that costs an attacker most and us least, then the append under a lock.

Nothing here knows who sent it: no account, no cookie, no address, no time (see `middleware`).
"""

import hashlib
import json
from typing import Any, Final

from django.utils.crypto import salted_hmac

from lianxin.ballots import board as boards
from lianxin.ballots.board import Board
from lianxin.ballots.models import Election
from lianxin.ballots.protocol.archive import BALLOT, Event
from lianxin.ballots.protocol.ballot import (
    Ballot,
    WrongBallot,
    check_proofs,
    check_signature,
    elements_of,
    read_ballot,
)
from lianxin.ballots.protocol.chance import SystemChance
from lianxin.ballots.protocol.election import Election as Published
from lianxin.ballots.protocol.encoding import b64_digest, hex_digest
from lianxin.ballots.protocol.group import Malformed, Q, checked_before, g_power, is_element, number
from lianxin.ballots.protocol.receipts import make_receipt
from lianxin.ballots.rules import thawed
from lianxin.ballots.workflow import OPEN

#: Bytes one ciphertext with its proofs takes at most, and one branch of a proof of the sum.
_A_CHOICE: Final = 2_200
_A_BRANCH: Final = 300
_FRAME: Final = 4_000
#: Codes of the protocol that are said in another way than "unproven".
_SAID: Final = {"other_election": "other_election", "not_canonical": "malformed", "too_long": "too_large"}


class Refused(Exception):
    """A ballot is not taken; the message is a code of `ballots.sentences`."""


def largest(published: Published) -> int:
    """No true ballot of this election is longer, in bytes."""
    return _FRAME + sum(
        one.positions * _A_CHOICE + (one.most - one.least + 4) * _A_BRANCH for one in published.questions
    )


def receipt_secret(uuid: str) -> Any:
    """The key that signs receipts of one election, out of the installation's own key."""
    seed = salted_hmac("lianxin.ballots.receipt", uuid, algorithm="sha512").digest()
    return number(int.from_bytes(seed + hashlib.sha256(seed).digest(), "big")) % Q


def receipt_key(uuid: str) -> str:
    """The public part: shown on the board and printed in the run sheet."""
    return str(g_power(receipt_secret(uuid)))


def cast(election: Election, raw: bytes) -> dict[str, Any]:
    """Check a ballot, append it, answer with a signed receipt.  Raises `Refused`."""
    if election.state != OPEN:
        raise Refused("not_open")
    board = boards.read(election.uuid)
    if b64_digest(raw) in board.trackers:
        return _again(election, raw, board)
    ballot = checked(election, raw, board)
    with boards.locked(election.uuid) as board:
        if not board.is_open:
            raise Refused("not_open")
        _may_vote(election, ballot, board)
        draft = board.archive.draft()
        event = draft.ballot(raw)
        board.append(draft)
    return _receipt(election, ballot.tracker, event)


def _receipt(election: Election, tracker: str, event: Event) -> dict[str, Any]:
    secret = receipt_secret(election.uuid)
    return make_receipt(election.uuid, tracker, event.digest, event.height, secret, SystemChance())


def _again(election: Election, raw: bytes, board: Board) -> dict[str, Any]:
    """The receipt once more for the very same bytes, whose answer got lost on the way; nothing is appended."""
    name = hex_digest(raw)
    event = next(one for one in board.of(BALLOT) if one.payload == name)
    return _receipt(election, b64_digest(raw), event)


def checked(election: Election, raw: bytes, board: Board) -> Ballot:
    """Size, canonical JSON, credential known and not void, not seen before, signature, proofs – in this order."""
    if len(raw) > largest(board.published):
        raise Refused("too_large")
    try:
        ballot = read_ballot(raw, board.published, checked_before)
        _may_vote(election, ballot, board)
        check_signature(ballot)
        if not all(is_element(one) for one in elements_of(ballot)[1:]):
            raise Refused("malformed")
        check_proofs(ballot, board.published)
    except WrongBallot as fault:
        raise Refused(_SAID.get(str(fault), "unproven")) from fault
    except (Malformed, UnicodeError) as fault:
        raise Refused("malformed") from fault
    return ballot


def _may_vote(election: Election, ballot: Ballot, board: Board) -> None:
    credential = str(ballot.credential)
    if credential not in board.voters:
        raise Refused("unknown_credential")
    if credential in void_of(election):
        raise Refused("void_credential")
    if ballot.tracker in board.trackers:
        raise Refused("seen")
    if credential in board.voted and not thawed(election.rule).recast:
        raise Refused("already")


def void_of(election: Election) -> frozenset[str]:
    """The public parts of envelopes that were opened before the vote."""
    return frozenset(json.loads(election.void)) if election.void else frozenset()

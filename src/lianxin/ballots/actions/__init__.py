"""What is done with an electronic vote."""

from lianxin.ballots.actions.prepare import FixSetup, GiveKey, PrepareElection, SetVoters
from lianxin.ballots.actions.sitting import BreakOff, CloseVote, GivePart, OpenVote, VerifyResult

__all__ = [
    "BreakOff",
    "CloseVote",
    "FixSetup",
    "GiveKey",
    "GivePart",
    "OpenVote",
    "PrepareElection",
    "SetVoters",
    "VerifyResult",
]

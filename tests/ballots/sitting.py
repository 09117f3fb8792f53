"""An electronic vote moved along by the real actions, with scrutineers' keys made here instead of in a browser."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from lianxin.ballots import board as boards
from lianxin.ballots.actions import CloseVote, FixSetup, GiveKey, GivePart, OpenVote, PrepareElection, SetVoters
from lianxin.ballots.actions.sitting import sealed
from lianxin.ballots.casting import cast
from lianxin.ballots.models import Election
from lianxin.ballots.protocol import tally
from lianxin.ballots.protocol.ballot import make_ballot
from lianxin.ballots.protocol.ceremony import Trustee, new_seed, single
from lianxin.ballots.protocol.chance import Chance, SeededChance, random_exponent
from lianxin.ballots.protocol.credentials import new_credential, public_of, secret_of
from lianxin.ballots.protocol.encoding import compact
from lianxin.ballots.protocol.group import g_power
from lianxin.ballots.rules import Rule, preset
from lianxin.core.clock import today
from lianxin.journal.actors import ACCOUNT, Actor, Grant
from lianxin.people import roles


def acting(role: str, name: str) -> Actor:
    """Somebody with a role."""
    return Actor(ACCOUNT, name, name, (Grant(role),))


OFFICE = acting(roles.CONGRESS_OFFICE, "office")
SCRUTINEERS = [acting(roles.SCRUTINEER, f"scrutineer{at}") for at in range(1, 4)]
NAMES = ("加装电梯", "口袋公园", "楼道照明")


@dataclass
class Sitting:
    """An election with everything that only its people know: codes in envelopes, keys of scrutineers."""

    election: Election
    chance: Chance
    codes: list[str] = field(default_factory=list)
    secrets: dict[int, Any] = field(default_factory=dict)

    def again(self) -> Election:
        """The election as it stands now."""
        self.election.refresh_from_db()
        return self.election

    def envelopes(self, count: int) -> "Sitting":
        """Envelopes are printed, their public parts handed in."""
        self.codes = [new_credential(self.chance) for _ in range(count)]
        public = compact([str(public_of(code, self.election.uuid)) for code in self.codes])
        SetVoters(actor=OFFICE, election=self.election, public=public).execute()
        return self

    def keys(self) -> "Sitting":
        """All scrutineers make their keys."""
        if self.election.ceremony != "2of3":
            for number in range(1, self.election.size + 1):
                self.secrets[number] = random_exponent(self.chance)
                self._give(number, "key", single(self.secrets[number], self.chance))
            return self
        made = [Trustee(at, 3, 2, new_seed(self.chance), self.chance) for at in (1, 2, 3)]
        certificates = [one.certificate() for one in made]
        for one, certificate in zip(made, certificates, strict=True):
            self._give(one.index, "certificate", certificate)
        for one in made:
            shares = {str(other): {"sealed": "1"} for other in (1, 2, 3) if other != one.index}
            given = {
                "commitment": one.commitment(), "signature": one.ceremony_signature(certificates), "shares": shares,
            }  # fmt: skip
            self._give(one.index, "commitment", given)
        for sender in made:
            coefficients = [str(g_power(part)) for part in sender._polynomial]
            for receiver in made:
                receiver.take_share(sender.index, sender.share_for(receiver.index), coefficients)
        for one in made:
            self.secrets[one.index] = one.secret
            self._give(one.index, "key", one.verification_key())
        return self

    def _give(self, number: int, stage: str, value: Any) -> None:
        actor = SCRUTINEERS[number - 1]
        GiveKey(actor=actor, election=self.election, number=number, stage=stage, data=compact(value)).execute()

    def fixed(self) -> "Sitting":
        """The setup is fixed."""
        FixSetup(actor=OFFICE, election=self.election).execute()
        return self

    def opened(self, void: int = 0) -> "Sitting":
        """The last ``void`` envelopes are opened and void; the vote begins."""
        names = [str(public_of(code, self.election.uuid)) for code in self.codes[len(self.codes) - void :]]
        count = len(self.codes) - void
        OpenVote(
            actor=SCRUTINEERS[0], election=self.election, present=count, issued=count, void="\n".join(names)
        ).execute()
        return self

    def ballot(self, voter: int, rows: list[list[int]], chance: Chance | None = None) -> bytes:
        """A sealed ballot of an envelope."""
        published = boards.read(self.election.uuid).published
        secret = secret_of(self.codes[voter], self.election.uuid)
        return make_ballot(published, secret, rows, chance or self.chance)

    def cast(self, voter: int, rows: list[list[int]]) -> dict[str, Any]:
        """A ballot cast."""
        return cast(self.again(), self.ballot(voter, rows))

    def closed(self) -> "Sitting":
        """The box is sealed."""
        CloseVote(actor=SCRUTINEERS[0], election=self.election).execute()
        return self

    def part(self, number: int) -> bytes:
        """A scrutineer's part of the decryption."""
        board = boards.read(self.election.uuid)
        trustees, sums = sealed(board)
        key = trustees.owners[number - 1].public_key
        return tally.decrypt(sums, board.published, self.secrets[number], key, self.chance)

    def decrypted(self, *numbers: int) -> "Sitting":
        """Some scrutineers decrypt."""
        for number in numbers:
            data = self.part(number).decode()
            GivePart(actor=SCRUTINEERS[number - 1], election=self.election, data=data).execute()
        return self


def prepared(form: str = "mark_up_to_k", seats: int = 2, ceremony: str = "2of3", **more: Any) -> Sitting:
    """A meeting decided to vote electronically."""
    rule: Rule = preset(form, seats, len(NAMES), **more.pop("rule", {}))
    election = PrepareElection(
        actor=OFFICE, meeting="镇人大二次会议", held_on=today(), decision="会议决定〔2026〕1号",
        decided_on=today() - dt.timedelta(days=1), decided_by="主席团会议", rule=rule, in_office=60,
        items=list(enumerate(NAMES, 1)), ceremony=ceremony, **more,
    ).execute()  # fmt: skip
    return Sitting(election, SeededChance(f"{form}{seats}{ceremony}"))

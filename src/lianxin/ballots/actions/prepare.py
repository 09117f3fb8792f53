"""Before the vote: the meeting's decision, the voter list, the trustees' keys, and the setup that fixes them all."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.ballots import board as boards
from lianxin.ballots import workflow as w
from lianxin.ballots.actions.base import ELECTION, ElectionAction, who
from lianxin.ballots.models import Election, Trustee
from lianxin.ballots.protocol.archive import Archive
from lianxin.ballots.protocol.chance import SystemChance
from lianxin.ballots.protocol.credentials import new_uuid
from lianxin.ballots.protocol.election import make_election
from lianxin.ballots.protocol.encoding import compact, parse
from lianxin.ballots.protocol.group import Malformed, element
from lianxin.ballots.protocol.trustees import (
    WrongTrustees,
    read_certificate,
    read_commitment,
    read_trustees,
)
from lianxin.ballots.questions import questions_of
from lianxin.ballots.rules import MOST_DEPUTIES, Preset, Rule, frozen, thawed
from lianxin.core.clock import today
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.typed import line
from lianxin.places.policies import must_hold

MOST_TRUSTEES: Final = 9
_LONGEST: Final = 20_000


@dataclass(kw_only=True)
class PrepareElection(Action[Election]):
    """A meeting decided to vote electronically: without its reference, day and name nothing of it is ever shown."""

    verb: ClassVar[str] = "election.prepare"

    meeting: str
    held_on: dt.date
    decision: str
    decided_on: dt.date
    decided_by: str
    rule: Rule
    in_office: int
    items: Sequence[tuple[int, str]]
    ceremony: str = w.TWO_OF_THREE
    size: int = 3
    mixed: bool = False
    first: Election | None = None
    row: Election = field(init=False, repr=False)

    def check(self) -> None:
        """A decision that can be found again, and a form that can be voted electronically."""
        must_hold(self.actor, w.OFFICE)
        self.decision = line("decision", self.decision, 80)
        self.decided_by = line("decided_by", self.decided_by, 80)
        if self.decided_on > today():
            raise Invalid.at("decided_on", "future", _("决定的日期不能在今天以后。"))
        if self.rule.preset is Preset.RANK:
            raise WrongState("rank", _("排序的票决只用纸质选票。"))
        size, _needed = w.CEREMONIES[self.ceremony]
        self.size = size or self.size
        if not 2 <= self.size <= MOST_TRUSTEES and self.ceremony == w.ALL:
            raise Invalid.at("size", "range", _("全部到齐才能解密的，要 2 到 %(n)d 位监票人。") % {"n": MOST_TRUSTEES})

    def perform(self) -> Election:
        """Keep it under a random name."""
        self.row = Election.objects.create(
            uuid=new_uuid(SystemChance()), meeting=self.meeting, held_on=self.held_on, decision=self.decision,
            decided_on=self.decided_on, decided_by=self.decided_by, rule=frozen(self.rule), in_office=self.in_office,
            items=json.dumps([[number, name] for number, name in self.items], ensure_ascii=False),
            ceremony=self.ceremony, size=self.size, mixed=self.mixed, first=self.first,
        )  # fmt: skip
        return self.row

    def subject(self) -> Subject:
        """The election."""
        return Subject(ELECTION, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The decision it rests on."""
        return {"uuid": self.row.uuid, "decision": self.decision, "decided_on": self.decided_on.isoformat()}

    def announcement(self) -> Mapping[str, object] | None:
        """Announced in the hall."""
        return None


def public_list(field_name: str, typed: str) -> list[str]:
    """Public credentials out of a JSON list or lines; raises ``Invalid`` at the field."""
    raw = typed.strip()
    try:
        names = parse(raw.encode()) if raw.startswith("[") else raw.split()
        if not isinstance(names, list) or len(names) > MOST_DEPUTIES:
            raise Malformed("list")
        keys = [element(one) for one in names]
    except Malformed:
        raise Invalid.at(field_name, "list", _("这不是凭证工具写出的公开名单，请原样粘贴。")) from None
    if 1 in keys or len(set(keys)) != len(keys):
        raise Invalid.at(field_name, "twice", _("名单里有重复的凭证。"))
    return [str(one) for one in sorted(keys)]


@dataclass(kw_only=True)
class SetVoters(ElectionAction):
    """The public parts of the envelopes; what is in the envelopes never comes here."""

    verb: ClassVar[str] = "election.voters"
    move_code = "voters"

    public: str

    def check(self) -> None:
        """A list of different credentials."""
        super().check()
        self.names = public_list("public", self.public)
        if not self.names:
            raise Invalid.at("public", "empty", _("请粘贴公开名单。"))

    def perform(self) -> Election:
        """Keep it sorted, so that the order says nothing."""
        self.row.credentials = json.dumps(self.names)
        return self.go("credentials")

    def entry_data(self) -> Mapping[str, object]:
        """How many."""
        return {"uuid": self.row.uuid, "envelopes": len(self.names)}


@dataclass(kw_only=True)
class GiveKey(ElectionAction):
    """What a scrutineer's device gives, step by step: certificate, commitment with sealed shares, key.

    Everything is public or sealed for another device; the private key stays where it was made.
    """

    verb: ClassVar[str] = "election.key"
    move_code = "key"

    number: int
    stage: str
    data: str

    def check(self) -> None:
        """The own seat, the step that is due, and proofs that hold."""
        super().check()
        self.seats = {one.number: one for one in self.row.trustees.order_by("number")}
        if not 1 <= self.number <= self.row.size:
            raise Invalid.at("number", "range", _("没有这个席位。"))
        self._own_seat()
        if self.stage != stage_of(self.row, self.seats, self.number):
            raise WrongState("stage", _("这一步已经做过，或者还要等另外的监票人。请重新打开看看。"))
        if len(self.data) > _LONGEST:
            raise Invalid.at("given", "long", _("设备给的内容太长。"))
        try:
            self.value = parse(self.data.encode())
            self._judge()
        except (Malformed, WrongTrustees, KeyError, TypeError):
            raise Invalid.at("given", "proof", _("设备给的内容核对不上，请在设备上重做这一步。")) from None

    def _own_seat(self) -> None:
        own = who(self.actor)
        seat = self.seats.get(self.number)
        if seat is not None and seat.holder != own:
            raise NotAllowed("seat", _("这个席位已经有另一位监票人。"))
        if seat is None and any(one.holder == own for one in self.seats.values()):
            raise NotAllowed("one_seat", _("一位监票人只能有一个席位。"))

    def _judge(self) -> None:
        """The part that can be judged by itself; the whole is judged once the last key has come."""
        if self.stage == "certificate":
            found = read_certificate(self.value)
            if found.context != (self.row.size, w.CEREMONIES[self.row.ceremony][1], self.number):
                raise Malformed("context")
        elif self.stage == "commitment":
            certificate = read_certificate(json.loads(self.seats[self.number].certificate))
            read_commitment(self.value["commitment"], certificate, w.CEREMONIES[self.row.ceremony][1])
            shares, others = self.value["shares"], {str(at) for at in self.seats} - {str(self.number)}
            if set(self.value) != {"commitment", "signature", "shares"} or set(shares) != others:
                raise Malformed("shares")
        elif self._is_last():
            read_trustees(trustees_of(self.row, self._with_own()))
        elif self.row.ceremony != w.TWO_OF_THREE:
            read_trustees(compact([["Single", self.value]]).encode())

    def _is_last(self) -> bool:
        given = {number for number, seat in self.seats.items() if seat.key}
        return len(given | {self.number}) == self.row.size

    def _with_own(self) -> list[Trustee]:
        own = self.seats.get(self.number) or Trustee(number=self.number)
        own.key = compact(self.value)
        return [self.seats.get(at, own) for at in range(1, self.row.size + 1)]

    def perform(self) -> Election:
        """Keep it at the seat."""
        seat = self.seats.get(self.number)
        text = compact(self.value)
        if seat is None or seat._state.adding:
            label = self.actor.label[:80]
            Trustee.objects.create(
                election=self.row, number=self.number, holder=who(self.actor), label=label, **{self.stage: text}
            )
        else:
            setattr(seat, self.stage, text)
            seat.save(update_fields=[self.stage])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """Which seat did what."""
        return {"uuid": self.row.uuid, "seat": self.number, "stage": self.stage}


def stage_of(election: Election, seats: Mapping[int, Trustee], number: int) -> str:
    """What a seat has to give next; ``wait`` for others, ``done`` when its key has come."""
    own = seats.get(number)
    if own is not None and own.key:
        return "done"
    if election.ceremony != w.TWO_OF_THREE:
        return "key"
    if own is None:
        return "certificate"
    if len(seats) < election.size:
        return "wait"
    if not own.commitment:
        return "commitment"
    return "key" if all(one.commitment for one in seats.values()) else "wait"


def trustees_of(election: Election, seats: Sequence[Trustee]) -> bytes:
    """The trustees' record of the archive, seats in order."""
    keys = [json.loads(one.key) for one in seats]
    if election.ceremony != w.TWO_OF_THREE:
        return compact([["Single", one] for one in keys]).encode()
    given: list[Any] = [json.loads(one.commitment) for one in seats]
    parameters = {
        "threshold": w.CEREMONIES[election.ceremony][1], "certs": [json.loads(one.certificate) for one in seats],
        "coefexps": [one["commitment"] for one in given], "signatures": [one["signature"] for one in given],
        "verification_keys": keys,
    }  # fmt: skip
    return compact([["Pedersen", parameters]]).encode()


@dataclass(kw_only=True)
class FixSetup(ElectionAction):
    """Questions, keys and voter list become the Setup event; its digest is read out and printed."""

    verb: ClassVar[str] = "election.setup"
    move_code = "setup"

    def check(self) -> None:
        """All keys and the list are there."""
        super().check()
        self.seats = list(self.row.trustees.order_by("number"))
        if len(self.seats) != self.row.size or not all(one.key for one in self.seats):
            raise WrongState("keys", _("监票人的密钥还没有齐。"))
        if not self.row.credentials:
            raise WrongState("voters", _("还没有交凭证的公开名单。"))

    def perform(self) -> Election:
        """Write the board's first event."""
        raw = trustees_of(self.row, self.seats)
        names = [name for _number, name in json.loads(self.row.items)]
        election = make_election(
            self.row.meeting, self.row.decision, questions_of(thawed(self.row.rule), names, self.row.meeting),
            read_trustees(raw).public_key, self.row.uuid,
        )  # fmt: skip
        day = dt.datetime.combine(self.row.held_on, dt.time(), dt.UTC)
        archive = Archive(int(day.timestamp()))
        voters = compact(json.loads(self.row.credentials)).encode()
        self.row.setup_hash = self.row.last_hash = archive.setup(election.raw, raw, voters).digest
        boards.create(self.row.uuid, archive)
        return self.go("setup_hash", "last_hash")

    def entry_data(self) -> Mapping[str, object]:
        """What was read out."""
        return {"uuid": self.row.uuid, "setup": self.row.setup_hash}

"""The sitting: opening with the void list, sealing the box, decrypting, the result, its verification, breaking off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.ballots import board as boards
from lianxin.ballots import workflow as w
from lianxin.ballots.actions.base import ElectionAction, who
from lianxin.ballots.actions.prepare import public_list
from lianxin.ballots.board import Board
from lianxin.ballots.casting import void_of
from lianxin.ballots.models import Election, Trustee
from lianxin.ballots.protocol import tally
from lianxin.ballots.protocol.archive import DECRYPTION, END, RESULT, TALLY
from lianxin.ballots.protocol.audit import audit
from lianxin.ballots.protocol.encoding import parse
from lianxin.ballots.protocol.findings import Inputs
from lianxin.ballots.protocol.group import Malformed
from lianxin.ballots.protocol.tally import Part, Tally
from lianxin.ballots.protocol.trustees import Trustees, read_trustees
from lianxin.ballots.rules import thawed
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.typed import line

LARGEST_PART = 2_000_000


@dataclass(kw_only=True)
class OpenVote(ElectionAction):
    """Envelopes are given out, the rest opened and void: what was given out and what is void are all there were."""

    verb: ClassVar[str] = "election.open"
    move_code = "open"

    present: int
    issued: int
    void: str = ""

    def check(self) -> None:
        """Numbers that add up; void ones that are on the list; neither side of a mixed vote too small."""
        super().check()
        every = set(json.loads(self.row.credentials))
        self.names = public_list("void", self.void) if self.void.strip() else []
        if not set(self.names) <= every:
            raise Invalid.at("void", "unknown", _("作废的名单里有不在公开名单上的凭证。"))
        if not 0 < self.issued <= self.present <= self.row.in_office:
            raise Invalid.at("issued", "order", _("发出的信封要比零多，不多于实到代表；实到不多于全体代表。"))
        if self.issued + len(self.names) != len(every):
            words = _("信封一共 %(n)d 个：发出的 %(a)d 个加上作废的 %(b)d 个对不上。剩下的信封都要拆开作废。")
            raise Invalid.at("issued", "sum", words % {"n": len(every), "a": self.issued, "b": len(self.names)})
        least = thawed(self.row.rule).mixed_minimum
        if self.row.mixed and self.issued < least:
            words = _("混合投票每一边至少 %(n)d 人，不然看得出少数人怎么投。")
            raise Invalid.at("issued", "mixed", words % {"n": least})

    def perform(self) -> Election:
        """Open."""
        self.row.present, self.row.issued = self.present, self.issued
        self.row.void = json.dumps(self.names)
        return self.go("present", "issued", "void")

    def entry_data(self) -> Mapping[str, object]:
        """The numbers."""
        return {"uuid": self.row.uuid, "present": self.present, "issued": self.issued, "void": len(self.names)}


@dataclass(kw_only=True)
class CloseVote(ElectionAction):
    """封箱: no ballot after this; the ballots that count are multiplied."""

    verb: ClassVar[str] = "election.close"
    move_code = "close"

    paper: int = 0

    def check(self) -> None:
        """Neither side of a mixed vote too small to be opened."""
        super().check()
        least = thawed(self.row.rule).mixed_minimum
        board = boards.read(self.row.uuid)
        if not board.ballots:
            raise WrongState("empty", _("还没有收到选票，不能封箱。要改用纸质选票，请中止。"))
        if self.row.mixed and min(self.paper, boards.returned(board)) < least:
            words = _("有一边收回的选票不到 %(n)d 张，不能解密，不然看得出少数人怎么投。请中止，全部改用纸质选票。")
            raise Invalid.at("paper", "mixed", words % {"n": least})

    def perform(self) -> Election:
        """End, and add up; done twice it changes nothing."""
        with boards.locked(self.row.uuid) as board:
            draft = board.archive.draft()
            counted = tally.counted(board.ballots)
            if board.is_open:
                draft.add_event(END)
            if not board.of(TALLY):
                draft.tally(tally.written_tally(tally.add_up(counted, board.published)), len(counted))
            board.append(draft)
            self.row.last_hash = self.row.sealed_hash = board.archive.last
            self.row.returned = len(counted)
        return self.go("last_hash", "sealed_hash", "returned")

    def entry_data(self) -> Mapping[str, object]:
        """What was read out."""
        return {"uuid": self.row.uuid, "returned": self.row.returned, "last": self.row.last_hash}


def sealed(board: Board) -> tuple[Trustees, Tally]:
    """The trustees, and what they decrypt."""
    setup = parse(board.archive.data[board.archive.events[0].payload])
    return (
        read_trustees(board.archive.data[setup["trustees"]]),
        tally.add_up(tally.counted(board.ballots), board.published),
    )


def parts_of(board: Board, trustees: Trustees, sums: Tally) -> dict[int, Part]:
    """The parts that have come, by owner."""
    found = {}
    for event in board.of(DECRYPTION):
        named = parse(board.archive.data[event.payload])
        owner = named["owner"]
        key = trustees.owners[owner - 1].public_key
        raw = board.archive.data[named["payload"]]
        found[owner] = tally.read_part(raw, owner, key, sums, board.published)
    return found


@dataclass(kw_only=True)
class GivePart(ElectionAction):
    """A scrutineer's device decrypted its part of the sum; with enough parts the result is there."""

    verb: ClassVar[str] = "election.part"
    move_code = "part"

    data: str

    def lock(self) -> None:
        """Re-read the election and the own seat."""
        super().lock()
        self.seat = Trustee.objects.filter(election=self.row, holder=who(self.actor)).first()

    def check(self) -> None:
        """The own seat, once, with proofs that hold."""
        super().check()
        if self.seat is None:
            raise NotAllowed("seat", _("您没有这次票决的密钥。"))
        board = boards.read(self.row.uuid)
        trustees, sums = sealed(board)
        self.parts = parts_of(board, trustees, sums)
        if self.seat.number in self.parts:
            raise WrongState("twice", _("您的这一份已经交过了。"))
        if len(self.data) > LARGEST_PART:
            raise Invalid.at("given", "long", _("设备给的内容太长。"))
        key = trustees.owners[self.seat.number - 1].public_key
        try:
            part = tally.read_part(self.data.encode(), self.seat.number, key, sums, board.published)
        except (Malformed, UnicodeError):
            raise Invalid.at("given", "proof", _("设备给的内容核对不上，请在设备上重做这一步。")) from None
        self.parts[self.seat.number] = part
        most = len(tally.counted(board.ballots))
        found = (tally.decode(sums, self.parts, one, most) for one in tally.subsets(trustees, self.parts))
        self.counts = next((one for one in found if one is not None), None)

    def perform(self) -> Election:
        """Append the part, and the result where it can be read."""
        assert self.seat is not None
        with boards.locked(self.row.uuid) as board:
            draft = board.archive.draft()
            draft.decryption(self.seat.number, self.data.encode())
            if self.counts is not None:
                draft.result(tally.written_result(self.counts))
            board.append(draft)
            self.row.last_hash = board.archive.last
        self.seat.decrypted = True
        self.seat.save(update_fields=["decrypted"])
        if self.counts is not None:
            self.row.result, self.row.state = json.dumps(self.counts), w.FINISHED
        self.row.save(update_fields=["last_hash", "result", "state"])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """Which seat, and whether that was enough."""
        assert self.seat is not None
        return {"uuid": self.row.uuid, "seat": self.seat.number, "state": self.row.state}


@dataclass(kw_only=True)
class VerifyResult(ElectionAction):
    """Our auditor goes over the whole archive again, with everything the meeting decided."""

    verb: ClassVar[str] = "election.verify"
    move_code = "verify"

    def check(self) -> None:
        """Audit; takes seconds for a hundred ballots."""
        super().check()
        board = boards.read(self.row.uuid)
        self.report = audit(board.archive.dump(), expected(self.row))

    def perform(self) -> Election:
        """Keep what was found."""
        rows: list[Any] = [[one.rule, one.status.value, one.code] for one in self.report.findings]
        self.row.audit = json.dumps({"ok": self.report.ok, "rules": rows})
        return self.go("audit")

    def entry_data(self) -> Mapping[str, object]:
        """Whether all is well."""
        return {"uuid": self.row.uuid, "ok": self.report.ok, "last": self.row.last_hash}


def expected(election: Election) -> Inputs:
    """What the auditor must find."""
    needed = w.CEREMONIES[election.ceremony][1] or election.size
    return Inputs(
        setup_hash=election.setup_hash, last_hash=election.last_hash, void=sorted(void_of(election)),
        expect={"trustees": election.size, "threshold": needed, "voters": len(json.loads(election.credentials))},
        require_hardened=True,
    )  # fmt: skip


@dataclass(kw_only=True)
class BreakOff(ElectionAction):
    """The electronic vote is void without being decrypted; a vote on paper follows."""

    verb: ClassVar[str] = "election.break"
    move_code = "break"

    words: str

    def check(self) -> None:
        """With a reason, before any result."""
        super().check()
        self.words = line("words", self.words, 300)
        if self.row.setup_hash and boards.read(self.row.uuid).of(RESULT):
            raise WrongState("result", _("结果已经得出，不能中止。"))

    def perform(self) -> Election:
        """Nothing is appended to the board: the reason stands in the log and on the board's page."""
        self.row.words = self.words
        return self.go("words")

    def entry_data(self) -> Mapping[str, object]:
        """That it was broken off; the reason stands with the election."""
        return {"uuid": self.row.uuid, "state": self.row.state}

"""Elections as prepared rows: the list, the run sheet, the board, a trustee's page."""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from lianxin.ballots import board as boards
from lianxin.ballots import texts as ballot_texts
from lianxin.ballots import words
from lianxin.ballots import workflow as w
from lianxin.ballots.actions.base import who
from lianxin.ballots.actions.prepare import stage_of
from lianxin.ballots.casting import receipt_key, void_of
from lianxin.ballots.models import Election, Trustee
from lianxin.ballots.policies import OFFICE, SCRUTINEERS
from lianxin.ballots.protocol import texts as audit_texts
from lianxin.ballots.protocol.group import table
from lianxin.ballots.rules import digest, thawed
from lianxin.journal.actors import Actor
from lianxin.ui.dates import zh_date

Row = dict[str, Any]
SCRIPT: Final = "ballots/js/booth.js"


@lru_cache(maxsize=1)
def _script() -> bytes:
    found = finders.find(SCRIPT)
    return Path(str(found)).read_bytes()


def script_hash() -> str:
    """SHA-256 of the booth's script: printed, shown, and compared by whoever wants to."""
    return hashlib.sha256(_script()).hexdigest()


def script_integrity() -> str:
    """The same in the form that makes the browser compare it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_script()).digest()).decode()


def grouped(text: str, size: int = 4) -> str:
    """A digest in groups that can be read out."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def election_rows() -> list[Row]:
    """All electronic votes, the newest first; one statement."""
    return [
        {"pk": one.pk, "meeting": one.meeting, "day": zh_date(one.held_on), "state": one.get_state_display(),
         "decision": one.decision}
        for one in Election.objects.order_by("-held_on", "-id")
    ]  # fmt: skip


def names_of(election: Election) -> dict[int, str]:
    """Number on the ballot → name."""
    return dict(json.loads(election.items))


def run_sheet(pk: int, actor: Actor) -> Row:
    """An election with its steps in order; two statements."""
    one = Election.objects.select_related("first").get(pk=pk)
    seats = {seat.number: seat for seat in one.trustees.order_by("number")}
    own = next((seat for seat in seats.values() if seat.holder == who(actor)), None)
    rule = thawed(one.rule)
    return {
        "election": one, "day": zh_date(one.held_on), "decided": zh_date(one.decided_on),
        "state": one.get_state_display(), "ceremony": one.get_ceremony_display(),
        "steps": steps(one, seats, own, actor), "limits": words.LIMITS, "digest": digest(rule),
        "preset": _(ballot_texts.PRESETS[rule.preset]), "names": names_of(one), "audit": audited(one),
        "script": grouped(script_hash()), "setup": grouped(one.setup_hash), "last": grouped(one.last_hash),
        "sealed": grouped(one.sealed_hash),
        "receipt": grouped(hashlib.sha256(receipt_key(one.uuid).encode()).hexdigest()),
        "is_public": one.state != w.PREPARING and bool(one.setup_hash), "may_break": may_break(one, actor),
        "voided": len(void_of(one)),
    }  # fmt: skip


def may_break(one: Election, actor: Actor) -> bool:
    """Whether breaking off is offered."""
    return one.state in w.BY_CODE["break"].sources and actor.has(*w.BY_CODE["break"].actors)


def _step(title: str, by: str, done: bool, said: str, url: str = "", button: str = "") -> Row:
    return {"title": title, "by": by, "done": done, "said": said, "url": url, "button": button}


def steps(one: Election, seats: dict[int, Trustee], own: Trustee | None, actor: Actor) -> list[Row]:
    """The run sheet: what was done, what is next and who does it."""
    office, scrutineer = OFFICE.check(actor), SCRUTINEERS.check(actor)
    preparing, keys = one.state == w.PREPARING, sum(1 for seat in seats.values() if seat.key)
    envelopes = len(json.loads(one.credentials)) if one.credentials else 0
    parts, past = sum(1 for seat in seats.values() if seat.decrypted), w.STATES.index(one.state)
    broken = one.state == w.BROKEN
    state = 0 if broken else past
    found = [
        _step(_("办法通过，会议决定用电子票决"), _("会议；镇人大办登记"), True, f"{one.decision}　{one.decided_by}"),
        _step(_("打印信封，交公开名单"), _("发票组，监票人看着"), envelopes > 0,
              _("信封 %(n)d 个") % {"n": envelopes} if envelopes else _("在不联网的电脑上打印，用完清除"),
              "voters" if preparing and office else "", _("交公开名单")),
        _step(_("监票人各自生成密钥"), _("总监票人、监票人，各用自己的设备"), keys == one.size,
              _("已有 %(n)d 把，要 %(m)d 把") % {"n": keys, "m": one.size},
              "trustee" if preparing and scrutineer else "", _("我的密钥")),
        _step(_("开箱检查：固定设定，宣读摘要"), _("镇人大办操作，总监票人宣读"), state > 0,
              _("零票；设定摘要 %(h)s") % {"h": one.setup_hash[:16]} if one.setup_hash
              else _("密钥和名单都齐了才能固定"),
              "setup" if preparing and office and envelopes and keys == one.size else "", _("固定设定")),
        _step(_("签到、发信封，剩下的当众拆开作废，开始投票"), _("监票人"), state > 1,
              _("实到 %(p)d，发出 %(i)d，作废 %(v)d") % {"p": one.present, "i": one.issued, "v": len(void_of(one))}
              if one.issued else _("发出的加作废的，等于信封总数"),
              "open" if one.state == w.READY and scrutineer else "", _("开始投票")),
        _step(_("投票"), _("代表"), state > 2, _("会场大屏上看得见收回多少，看不见怎么投")),
        _step(_("封箱"), _("总监票人下令"), state > 2,
              _("收回 %(n)d 张；封箱摘要 %(h)s") % {"n": one.returned, "h": one.sealed_hash[:16]} if one.sealed_hash
              else _("封箱以后不再收票"), "close" if one.state == w.OPEN and scrutineer else "", _("封箱")),
        _step(_("计票：监票人在自己的设备上解密"), _("够数的监票人"), state > 3,
              _("已经解密 %(n)d 份") % {"n": parts}, "trustee" if one.state == w.SEALED and own is not None else "",
              _("解密我这一份")),
        _step(_("复核：另一台电脑上再核对一遍"), _("计票人、任何一位代表"), bool(one.audit),
              _("核对程序、Debian 的工具，各核对一遍"),
              "verify" if one.state == w.FINISHED and (office or scrutineer) else "", _("复核")),
        _step(_("报告、宣布"), _("总监票人签字，执行主席宣布"), False, _("从票决的页面确认结果，打印结果报告单")),
    ]  # fmt: skip
    for row in found if not broken else ():
        row["now"] = not row["done"]
        if row["now"]:
            break
    return found


def audited(one: Election) -> Row | None:
    """What our auditor found when the result was verified."""
    if not one.audit:
        return None
    data = json.loads(one.audit)
    return {"ok": data["ok"], "rows": [audit_row(*row) for row in data["rules"]]}


def audit_row(rule: int, status: str, code: str) -> Row:
    """One rule of an audit in words."""
    tones = {"passed": "good", "failed": "bad", "not_checked": "plain"}
    return {
        "rule": rule, "name": audit_texts.RULES[rule], "status": audit_texts.STATUS[status], "tone": tones[status],
        "why": audit_texts.sentence(code) if code else "",
    }  # fmt: skip


def public_board(one: Election) -> Row:
    """The board as everybody sees it: numbers and digests, no choice."""
    board = boards.read(one.uuid)
    stage = _("已中止，改用纸质选票") if one.state == w.BROKEN else str(words.STAGES[board.stage])
    return {
        "returned": boards.returned(board), "last": board.archive.last, "stage": stage,
        "shown": grouped(board.archive.last),
        "height": board.archive.events[-1].height, "fingerprint": board.published.fingerprint,
    }  # fmt: skip


def trustee_facts(one: Election, actor: Actor) -> Row:
    """What a scrutineer's device needs: all of it public, or sealed for this very device; one statement."""
    seats = {seat.number: seat for seat in one.trustees.order_by("number")}
    own = next((seat for seat in seats.values() if seat.holder == who(actor)), None)
    free = next((at for at in range(1, one.size + 1) if at not in seats), 0)
    number = own.number if own else free
    stage = stage_of(one, seats, number) if number else "full"
    if stage == "done" and one.state == w.SEALED and own is not None and not own.decrypted:
        stage = "part"
    elif one.state != w.PREPARING and stage != "done":
        stage = "full"
    rows = [seats[at] for at in sorted(seats)]
    threshold = w.CEREMONIES[one.ceremony][1] or one.size
    certs = [json.loads(seat.certificate) for seat in rows if seat.certificate]
    given = [json.loads(seat.commitment) for seat in rows if seat.commitment]
    complete = len(given) == one.size
    return {
        "uuid": one.uuid, "kind": one.ceremony, "size": one.size, "threshold": threshold, "number": number,
        "stage": stage, "certs": certs, "commitments": given if complete else [], "setup": one.setup_hash,
        "public": json.loads(own.key)["public_key"] if own and own.key else "",
        "labels": [seat.label for seat in rows],
    }  # fmt: skip


def warm(one: Election) -> None:
    """Make the tables of the election's key before the first ballot comes."""
    table(int(boards.read(one.uuid).published.public_key)).power(1)

"""What goes to the one who spoke: 答复函, 居民告知单 in large type, 征询意见表."""

import datetime as dt
from dataclasses import dataclass

from lianxin.cases.documents.house import GOVERNMENT, House, day, matter, pairs, spoken
from lianxin.cases.models import Track
from lianxin.cases.selectors.case_page import CasePage, ReplyView
from lianxin.core.clock import civil_date
from lianxin.core.documents.letters.model import (
    Blank,
    Block,
    Boxes,
    Fields,
    Form,
    Heading,
    Paper,
    Points,
    QrCode,
    Signature,
    Text,
    Tone,
)
from lianxin.core.text import shorten

#: So much of the words, of an answer and of its reasons a notice of one page can carry; the whole is behind the code.
_WORDS_SIGNS, _NOTICE_SIGNS, _REASON_SIGNS = 70, 170, 60


@dataclass(frozen=True, slots=True)
class Door:
    """Where a resident goes on: the address of the QR code, and whom to ask at the door or by phone.

    ``asks_code``: behind the address the code of the receipt is asked.
    """

    address: str = ""
    ask: str = "居委会"
    asks_code: bool = False


def signed(page: CasePage) -> ReplyView | None:
    """The answer that counts: the last one signed."""
    return next((one for one in reversed(page.replies) if not one.is_draft), None)


def reply_letter(page: CasePage, house: House) -> Paper | None:
    """The 答复函; None while nobody signed an answer. Only a suggestion goes out under the government's red head."""
    reply, unit = signed(page), page.case.lead_unit
    if reply is None or unit is None:
        return None
    suggestion = page.case.track == Track.SUGGESTION
    red = house.red_head(GOVERNMENT) if suggestion else None
    public = all(one.consent_text for one in page.opinions)
    return Paper(
        code="reply", form=Form.LETTER, title=f"关于“{matter(page.case.title, 30)}”的答复函",
        number=_number(page, reply), issued_on=_signed_on(reply, house), issuer=unit.name,
        addressee="、".join(page.deputies) or "反映这件事的居民", red_head=red, blocks=tuple(_body(page, reply)),
        closing="感谢您对我们工作的关心和支持。", sealed=True, contact=f"{reply.drafted_by}",
        copies=f"{house.congress_office}，{house.desk}", made_by=house.made_by, mark=house.mark,
        notes=(
            f"结果分类：{reply.result}。公开属性：{'可以公开（不含姓名）' if public else '不公开'}。",
            "发文字号由文书部门编写。" if red else "本函不套红头；要正式发文的，由有资格的机关另行编号。",
        ),
    )  # fmt: skip


def _number(page: CasePage, reply: ReplyView) -> str:
    return f"{page.case.number}-答{reply.round}"


def _signed_on(reply: ReplyView, house: House) -> dt.date:
    return civil_date(reply.signed_at) if reply.signed_at is not None else house.day


def _body(page: CasePage, reply: ReplyView) -> list[Block]:
    said = "您提出的" if page.case.track == Track.SUGGESTION else "您反映的"
    blocks: list[Block] = [
        Text(f"{said}“{matter(page.case.title)}”（受理编号{page.case.number}）收悉。现答复如下："),
        Heading("办理结果"),
        Text(f"{reply.result}。{spoken(reply.text)}"),
    ]
    points = _points(page, reply)
    if points:
        blocks += [Heading("逐点答复"), Points(points)]
    reasons = _reasons(reply)
    if reasons:
        blocks += [Heading("为什么"), *(Text(one) for one in reasons)]
    promises = _promises(reply)
    if promises:
        blocks += [Heading("承诺和时限"), *(Text(one) for one in promises)]
    return blocks


def _points(page: CasePage, reply: ReplyView) -> tuple[str, ...]:
    by_point = {one.point_id: one for one in reply.answers}
    found = []
    for point in page.points:
        answer = by_point.get(point.id)
        if answer is None:
            continue
        said = answer.answer or f"这一点现在不能答复：{answer.no_answer_reason}"
        until = f"（{day(answer.promise_on)}前：{answer.promise_text}）" if answer.promise_on else ""
        found.append(f"{spoken(point.text)}：{spoken(said)}{spoken(until)}")
    return tuple(found)


def _reasons(reply: ReplyView) -> list[str]:
    """Why not, or not yet, with the facts an honest no needs."""
    found = [spoken(reply.result_reason)] if reply.result_reason else []
    if reply.no_reason:
        facts = "；".join(f"{name}：{value}" for name, value in reply.no_facts)
        found.append(f"{reply.no_reason}。{facts}".rstrip("。") + "。")
    return found


def _promises(reply: ReplyView) -> list[str]:
    if reply.promise_on is None and not reply.promise_text:
        return []
    until = f"{day(reply.promise_on)}前：" if reply.promise_on else ""
    return [f"{until}{spoken(reply.promise_text)}"]


def notice(page: CasePage, house: House, door: Door) -> Paper | None:
    """The 居民告知单: one page in large type, no name, no contact; None without an answer to tell."""
    reply = signed(page)
    first = page.opinions[0] if page.opinions else None
    if first is None or (reply is None and not first.on_spot_answer):
        return None
    told = reply.text if reply is not None else first.on_spot_answer
    words = page.case.title if first.confidential else first.words
    blocks: list[Block] = [
        Heading("您反映的事"),
        Text(shorten(spoken(words), _WORDS_SIGNS), Tone.QUOTE),
        Heading("我们做了什么"),
        Text(shorten(spoken(told), _NOTICE_SIGNS)),
    ]
    if reply is not None:
        blocks += [Heading("结果"), Text(reply.result, Tone.STRONG), *_briefly(_reasons(reply)[:1])]
        promised = _briefly(_promises(reply))
        blocks += [Heading("什么时候再看"), *promised] if promised else []
    blocks += [Heading("不满意怎么办"), Text(f"告诉{door.ask}或者扫下面的码，选“没有解决”，会换人再办一次。")]
    if door.address:
        first_code = "，输入回执上的查询码，" if door.asks_code else ""
        blocks.append(QrCode(door.address, f"扫一扫{first_code}看全文，说说是不是真的解决了"))
    return Paper(
        code="notice", form=Form.NOTICE, title="给您的答复", number=page.case.number, issued_on=house.day,
        issuer=page.case.lead_unit.name if page.case.lead_unit else house.congress_office, blocks=tuple(blocks),
        made_by=house.made_by, mark=house.mark,
    )  # fmt: skip


def _briefly(sentences: list[str]) -> list[Block]:
    return [Text(shorten(one, _REASON_SIGNS)) for one in sentences]


def survey(page: CasePage, house: House) -> Paper | None:
    """The 征询意见表, empty, to be filled by hand; None while there is no signed answer to judge."""
    reply, unit = signed(page), page.case.lead_unit
    if reply is None or unit is None:
        return None
    three = ("满意", "基本满意", "不满意")
    suggestion = page.case.track == Track.SUGGESTION
    facts = pairs(
        ("事项", spoken(page.case.title)),
        ("答复单位", unit.name),
        ("答复日期", day(reply.signed_at)),
        ("结果分类", reply.result),
        ("征询对象", "、".join(page.deputies) if suggestion else ""),
    )
    solved = Boxes("办理结果", three) if suggestion else Boxes("是不是真的解决了", ("解决了", "部分解决", "没有解决"))
    return Paper(
        code="survey", form=Form.SHEET, title="征询意见表", number=_number(page, reply), issued_on=house.day,
        issuer=house.congress_office,
        blocks=(
            Fields(facts), Heading("办理态度和结果"), Boxes("办理态度", three), solved, Heading("您的意见"),
            Blank("理由（不满意的请写明）", 4), Boxes("是否需要再办", ("需要", "不需要")),
        ),
        signatures=(Signature("签名（可以不写）"), Signature("日期")), made_by=house.made_by, mark=house.mark,
        notes=("态度和结果分开评价。填好交给居委会或镇人大办；不填也不影响办理。",),
    )  # fmt: skip

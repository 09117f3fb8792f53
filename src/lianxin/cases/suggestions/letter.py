"""答复函 to the lead deputy and everybody who signed; or the text itself on paper while there is no answer."""

from lianxin.cases.documents.house import GOVERNMENT, House, day, pairs, spoken
from lianxin.cases.suggestions.selectors import Page, promise_of, result_label, who
from lianxin.core.clock import civil_date
from lianxin.core.documents.letters.model import Block, Fields, Form, Heading, Paper, Text


def paper_of(page: Page, house: House) -> Paper:
    """The last signed answer as a letter, else the text."""
    signed = [one for one in page.replies if one.signed_at is not None]
    row = page.row
    if not signed:
        facts = pairs(("代表", who(page) or "代表要求保密"), ("提交日期", day(row.submitted_on)))
        blocks: list[Block] = [Fields(facts)]
        for title, text in (("情况", row.facts), ("分析", row.analysis), ("具体建议", row.proposal)):
            if text:
                blocks += [Heading(title), Text(spoken(text))]
        return Paper(
            code="suggestion", form=Form.SHEET, title=spoken(row.title), number=row.number, issued_on=house.day,
            issuer=house.congress_office, blocks=tuple(blocks), made_by=house.made_by, mark=house.mark,
        )  # fmt: skip
    reply = signed[-1]
    body: list[Block] = [
        Text(f"您提出的“{spoken(row.title)}”（{row.number}）收悉。现答复如下："),
        Heading("办理结果"),
        Text(f"{result_label(reply)}。{spoken(reply.text)}"),
    ]
    if reply.reason:
        body += [Heading("为什么"), Text(spoken(reply.reason))]
    if reply.promise_on is not None:
        body += [Heading("承诺和时限"), Text(spoken(promise_of(reply)))]
    red = house.red_head(GOVERNMENT)
    public = row.consent_public and not row.confidential
    return Paper(
        code="suggestion-reply", form=Form.LETTER, title=f"关于“{spoken(row.title)}”的答复函",
        number=f"{row.number}-答{reply.round}", issued_on=civil_date(reply.signed_at) if reply.signed_at else house.day,
        issuer=reply.unit.name, addressee=who(page) or "提出建议的代表", red_head=red, blocks=tuple(body),
        closing="感谢您对我们工作的关心和支持。", sealed=True, contact=reply.contact,
        copies=f"{house.congress_office}，{house.desk}", made_by=house.made_by, mark=house.mark,
        notes=(f"结果分类：{result_label(reply)}。公开属性：{'可以公开（不含姓名）' if public else '不公开'}。",),
    )  # fmt: skip

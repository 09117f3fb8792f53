"""A suggestion through its pages: on the deputy's telephone, and on the desk of whoever has it."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from tests.cases.suggesting import sit
from tests.scenarios.desk import choose, fill, press, send
from tests.scenarios.stage import Stage, says, sign_in


def deputy_of(stage: Stage, deputy: Deputy, *, width: int = 360, large: bool = False) -> Page:
    """A deputy with its telephone, signed in."""
    page, account = stage.visitor(width=width, large=large), stage.account(roles.DEPUTY)
    with town_scope(stage.town.row):
        deputy.account = account
        deputy.save(update_fields=["account"])
    sign_in(page, stage.url, account)
    stage.staff.append((page, account))
    return page


@dataclass
class Suggested:
    """One suggestion and everybody who moves it."""

    stage: Stage
    title: str
    deputy: Page = field(init=False)
    office: Page = field(init=False)
    desk: Page = field(init=False)
    unit: Page = field(init=False)
    head: Page = field(init=False)

    def __post_init__(self) -> None:
        """Both deputies sit in the town congress; everybody signs in."""
        town = self.stage.town
        with town_scope(town.row):
            sit(town)
        self.deputy = deputy_of(self.stage, town.deputy)
        self.office, self.desk = (
            self.stage.signed_in(roles.CONGRESS_OFFICE),
            self.stage.signed_in(roles.GOVERNMENT_DESK),
        )
        self.unit, self.head = self.stage.handler_of(town.office_unit), self.stage.head_of(town.office_unit)

    def open(self, page: Page) -> None:
        """Open it from the list of whoever asks."""
        own = page is self.deputy
        page.goto(f"{self.stage.url}/{'deputy' if own else 'desk'}/suggestions/")
        page.get_by_role("link", name=self.title).first.click()

    def do(self, page: Page, move: str, **typed: str) -> None:
        """Open it, press a move, fill in the fields by their labels, send."""
        self.open(page)
        press(page, move)
        for label, text in typed.items():
            fill(page, label, text)
        send(page, move)

    def draft(self, facts: str, proposal: str) -> None:
        """The deputy writes it."""
        page = self.deputy
        page.goto(f"{self.stage.url}/deputy/")
        page.get_by_role("link", name="我的建议").first.click()
        page.get_by_role("link", name="起草建议", exact=True).first.click()
        fill(page, "标题", self.title)
        fill(page, "情况（案由）", facts)
        fill(page, "具体建议", proposal)
        choose(page, "希望怎样答复", "面商")
        page.get_by_role("button", name="保存草稿").click()
        says(page, "草稿已保存")

    def assign(self) -> None:
        """Examined, registered, handed over, assigned, taken on."""
        self.do(self.office, "审查登记，立为建议")
        self.do(self.office, "移交政府交办台")
        self.open(self.desk)
        press(self.desk, "交办")
        self.desk.get_by_label("主办单位").first.select_option(value=str(self.stage.town.office_unit.pk))
        send(self.desk, "交办")
        self.do(self.unit, "接收")

    def answer(self, result: str, text: str, **typed: str) -> None:
        """The unit drafts an answer of a category, its head signs."""
        self.open(self.unit)
        press(self.unit, "拟答复")
        choose(self.unit, "办理结果", result)
        fill(self.unit, "答复", text)
        for label, more in typed.items():
            fill(self.unit, label, more)
        send(self.unit, "拟答复")
        self.do(self.head, "签发答复")

    def judge(self, attitude: str, result: str, reason: str = "") -> None:
        """The deputy says what it thinks of attitude and result."""
        self.open(self.deputy)
        press(self.deputy, "评价")
        choose(self.deputy, "办理态度", attitude)
        choose(self.deputy, "办理结果", result)
        if reason:
            fill(self.deputy, "理由", reason)
        send(self.deputy, "评价")

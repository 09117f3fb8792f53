"""The stations of a matter, each as the person there does it on the pages."""

from dataclasses import dataclass
from functools import cached_property

from playwright.sync_api import Page

from lianxin.people import roles
from lianxin.places.models import Unit
from tests.scenarios.desk import choose, fill, open_matter, press, send, simply
from tests.scenarios.stage import Stage, says


@dataclass
class Chain:
    """One matter on its way; ``title`` is what work lists call it."""

    stage: Stage
    title: str

    @cached_property
    def office(self) -> Page:
        """The congress office."""
        return self.stage.signed_in(roles.CONGRESS_OFFICE)

    @cached_property
    def desk(self) -> Page:
        """The government desk."""
        return self.stage.signed_in(roles.GOVERNMENT_DESK)

    @cached_property
    def secretary(self) -> Page:
        """The secretary of the resident's neighbourhood."""
        return self.stage.signed_in(roles.SECRETARY, place=self.stage.town.first)

    def open(self, page: Page, tab: str = "") -> None:
        """Open the matter from a work list."""
        open_matter(page, self.stage.url, self.title, tab)

    def transfer(self) -> None:
        """The congress office says what it is and transfers it."""
        self.open(self.office)
        press(self.office, "分类定性")
        choose(self.office, "这是什么事", "问题")
        self.office.get_by_label("分类").first.select_option(value="housing.lift")
        send(self.office, "分类定性")
        simply(self.office, "汇总转交")

    def assign(self) -> None:
        """The government desk takes the unit that the table of duties suggests; it stands chosen."""
        self.open(self.desk)
        press(self.desk, "交办")
        send(self.desk, "交办")

    def take_on(self, handler: Page, note: str = "约好明天上午看现场") -> None:
        """A unit accepts, and calls the resident before anything is decided."""
        self.open(handler)
        simply(handler, "受理")
        press(handler, "先行联系")
        choose(handler, "怎么联系的", "电话")
        fill(handler, "说了什么", note)
        send(handler, "先行联系")

    def answer(self, handler: Page, head: Page, text: str, *, again: bool = False) -> None:
        """The handler writes, the head reads what the resident will read, and signs."""
        self.open(handler)
        press(handler, "再拟答复" if again else "拟答复")
        handler.get_by_role("textbox", name="答复").first.fill(text)
        choose(handler, "办理结果", "解决采纳")
        send(handler, "送负责人签发")
        self.open(head)
        press(head, "再次签发" if again else "签发答复")
        says(head, text)
        send(head, "再次签发" if again else "签发答复")

    def tell(self) -> None:
        """The secretary brings the answer to the door; a web page alone would not count."""
        self.open(self.secretary)
        press(self.secretary, "登记联系")
        choose(self.secretary, "为什么联系", "告知答复")
        choose(self.secretary, "怎么联系的", "上门")
        send(self.secretary, "登记联系")


def unit_people(stage: Stage, unit: Unit) -> tuple[Page, Page]:
    """Somebody who handles for a unit, and its head."""
    return stage.handler_of(unit), stage.head_of(unit)


def speak(page: Page, words: str, *, name: str = "张阿婆", phone: str = "13900001234") -> str:
    """A resident before the three screens, the place known from the scanned code; the code on the receipt."""
    page.get_by_label("您想说什么").fill(words)
    page.get_by_role("button", name="下一步").click()
    assert page.get_by_label("在哪个居民区或小区").input_value() != ""
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("怎么称呼您").fill(name)
    page.get_by_label("联系电话").fill(phone)
    page.get_by_role("button", name="提交").click()
    says(page, "您的话收到了")
    return page.locator("#receipt-code").inner_text()


def follow(page: Page, url: str, code: str) -> None:
    """Type the code of the slip as old fingers do."""
    page.goto(f"{url}/follow/")
    page.get_by_label("查询码").fill(code.lower().replace("-", " "))
    page.locator("main").get_by_role("button").first.click()
    says(page, "您说的话")


def judge(page: Page, result: str, reason: str = "") -> None:
    """Say whether it is really solved."""
    page.get_by_role("link", name="说说解决了没有").click()
    choose(page, "这件事真的解决了吗", result)
    if reason:
        page.get_by_label("为什么这样说").fill(reason)
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url(lambda address: "verdict" not in address)

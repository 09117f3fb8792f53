"""A phone in a browser: opened once with network, used without, closed, opened again; everything arrives once."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from lianxin.cases.models import Case, Opinion
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Mandate
from lianxin.field.models import Item, Seat, Visit
from lianxin.people import roles
from lianxin.people.invitations import path_of
from lianxin.records.models import Attachment
from tests.accessibility.checks import FULL, check_page, set_look
from tests.browser import Watch, assert_good
from tests.cases.factories import Town, make_town
from tests.deputies.factories import TERM_BEGINS, make_term
from tests.field.factories import picture, visit_link
from tests.people.factories import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHOTO = {"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": picture(side=900)}
READY = "可以断网使用了"


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The small town at the real time of day, in scope for what the test itself looks up."""
    made = make_town()
    made.row.is_default = True
    made.row.save()
    with town_scope(made.row):
        Mandate.objects.create(deputy=made.deputy, level="town", term=make_term(), starts_on=TERM_BEGINS)
        yield made


@pytest.fixture
def watch(context: BrowserContext, live_server: Any) -> Iterator[Watch]:
    """What no page may do; being without network, and a server that fails on purpose, are expected."""
    expected = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "401 (", "409 (", "422 (", "500 (")
    made = Watch(urlsplit(live_server.url).netloc, expected)
    context.on("page", made.attach)
    yield made
    assert made.faults == []


@pytest.fixture
def phone(watch: Watch, context: BrowserContext, live_server: Any, town: Town) -> Page:
    """A phone that has scanned a visit link and is ready for the time without network."""
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + path_of(visit_link(town.first).token))
    page.get_by_role("button", name="开始记录").click()
    expect(page.locator("[data-ready]")).to_contain_text(READY, timeout=20_000)
    return page


def record(page: Page, base: str, words: str, *, photo: bool = False) -> str:
    """Record one opinion; returns the slip's number that the screen shows."""
    page.goto(f"{base}/field/opinion/")
    page.get_by_label("原话").fill(words)
    if photo:
        page.locator("input[type=file]").set_input_files([PHOTO])  # type: ignore[list-item]
    page.get_by_role("button", name="存好").click()
    expect(page.locator("[data-slip]")).to_be_visible()
    return page.locator("[data-slip] [data-code]").inner_text()


def arrived() -> int:
    """How many opinions the server has."""
    return Opinion.objects.count()


def test_three_opinions_without_network_arrive_once_after_the_page_was_closed(
    phone: Page, context: BrowserContext, live_server: Any
) -> None:
    context.set_offline(True)
    slips = [record(phone, live_server.url, f"第{n}件事", photo=n == 1) for n in range(3)]
    assert len(set(slips)) == 3
    phone.close()
    again = context.new_page()
    again.goto(f"{live_server.url}/field/")
    expect(again.locator("[data-queue] [data-title]")).to_have_text("手机上还有 3 条没有送到")
    expect(again.locator("[data-queue]")).to_contain_text(slips[0])
    assert arrived() == 0
    context.set_offline(False)
    expect(again.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert sorted(Opinion.objects.values_list("verbatim", flat=True)) == ["第0件事", "第1件事", "第2件事"]
    assert Case.objects.count() == Item.objects.count() == 3
    assert Attachment.objects.get().owner_id == Item.objects.get(slip=slips[1]).result_id
    assert set(Item.objects.values_list("slip", flat=True)) == set(slips)
    for number in Case.objects.values_list("number", flat=True):
        expect(again.locator("[data-queue]")).to_contain_text(f"受理编号 {number}")
    left = again.evaluate(DUMP)
    assert all(item["payload"] is None and item["title"] == "" for item in left["items"])
    assert left["photos"] == 0


#: What lies in the phone's memory.
DUMP = """async () => {
    const field = window.LianxinField;
    return field.within(["items", "photos"], "readonly", async (store) => ({
        items: await field.answer(store("items").getAll()), photos: await field.answer(store("photos").count()),
    }));
}"""


def test_a_server_that_fails_midway_loses_nothing_and_records_nothing_twice(
    phone: Page, context: BrowserContext, live_server: Any
) -> None:
    answered: list[int] = []

    def fail_sometimes(route: Route) -> None:
        answered.append(len(answered))
        if len(answered) == 1:
            route.fulfill(status=500, body="")
        elif len(answered) == 2:
            route.fetch()  # it reaches the server, and the answer is lost on the way back
            route.abort()
        else:
            route.continue_()

    context.set_offline(True)
    for n in range(2):
        record(phone, live_server.url, f"断断续续{n}", photo=n == 0)
    context.route("**/field/receive/", fail_sometimes)
    context.set_offline(False)
    expect(phone.locator("[data-queue]")).to_contain_text("没有连上网络，会自动再试。", timeout=20_000)
    assert arrived() == 1
    phone.get_by_role("button", name="现在发送").click()
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert (arrived(), Item.objects.count(), Attachment.objects.count()) == (2, 2, 1)
    assert len(answered) >= 4


def test_a_photo_that_breaks_off_goes_on_where_it_was(phone: Page, context: BrowserContext, live_server: Any) -> None:
    offsets: list[str] = []

    def break_once(route: Route) -> None:
        offsets.append(route.request.headers["x-field-offset"])
        if len(offsets) == 3:
            route.abort()
        else:
            route.continue_()

    big = bytes(picture(side=64)) + b"\0" * 600_000
    context.route("**/field/photo/**", break_once)
    context.set_offline(True)
    phone.goto(f"{live_server.url}/field/opinion/")
    phone.get_by_label("原话").fill("有照片")
    phone.locator("input[type=file]").set_input_files([{"name": "大.jpg", "mimeType": "image/jpeg", "buffer": big}])
    phone.get_by_role("button", name="存好").click()
    expect(phone.locator("[data-slip]")).to_be_visible()
    context.set_offline(False)
    expect(phone.locator("[data-queue]")).to_contain_text("没有连上网络", timeout=20_000)
    phone.get_by_role("button", name="现在发送").click()
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert offsets[:5] == ["0", "0", "262144", "0", "262144"]
    assert Attachment.objects.count() == 1


def test_an_altered_repeat_is_refused_and_goes_as_something_new_only_when_asked(phone: Page, live_server: Any) -> None:
    slip = record(phone, live_server.url, "原来的话")
    expect(phone.locator("[data-slip] [data-state]")).to_contain_text("受理编号", timeout=20_000)
    phone.evaluate(
        """async (payload) => {
            const field = window.LianxinField;
            const [item] = await field.all();
            await field.change(item.key, { payload: JSON.parse(payload), salt: "", number: "", state: "waiting" });
        }""",
        json.dumps({"mode": "said", "words": "改过的话", "channel": "round", "openness": "office"}),
    )
    phone.goto(f"{live_server.url}/field/")
    expect(phone.locator("[data-queue]")).to_contain_text("原来的没有改动", timeout=20_000)
    assert Opinion.objects.get().verbatim == "原来的话"
    phone.get_by_role("button", name="作为新的一条发送").click()
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert arrived() == 2
    assert Item.objects.exclude(slip=slip).count() == 1


def test_what_the_server_refuses_is_corrected_on_the_phone(phone: Page, live_server: Any) -> None:
    phone.goto(f"{live_server.url}/field/opinion/")
    phone.get_by_text("代表看到的").click()
    phone.get_by_label("原话").fill("绿化带停满了车")
    phone.get_by_role("button", name="存好").click()
    item = phone.locator("[data-queue] li")
    expect(item).to_contain_text("要您看一下", timeout=20_000)
    item.get_by_role("link", name="改一改再发").click()
    expect(phone.locator("[data-editing]")).to_contain_text("正在改一条没有送到的记录")
    assert phone.get_by_label("原话").input_value() == "绿化带停满了车"
    expect(phone.locator(".field.has-error")).to_have_count(1)
    phone.get_by_text("居民说的").click()
    phone.get_by_role("button", name="存好").click()
    expect(phone.locator("[data-slip] [data-state]")).to_contain_text("受理编号", timeout=20_000)
    assert (arrived(), Item.objects.count()) == (1, 1)


@pytest.mark.parametrize("locks", [True, False], ids=["web locks", "lease"])
def test_two_tabs_send_everything_once(phone: Page, context: BrowserContext, live_server: Any, locks: bool) -> None:
    if not locks:
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url) if request.url.endswith("/receive/") else None)
    context.set_offline(True)
    other = context.new_page()
    for n in range(4):
        record((phone, other)[n % 2], live_server.url, f"两页{n}")
    context.set_offline(False)
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=30_000)
    expect(other.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=30_000)
    assert (arrived(), Item.objects.count()) == (4, 4)
    assert len(set(Item.objects.values_list("slip", flat=True))) == 4
    assert len(seen) == 4
    assert Seat.objects.count() == 1


def test_an_ended_link_leaves_the_queue_in_sight_and_another_one_delivers(
    phone: Page, context: BrowserContext, live_server: Any, town: Town
) -> None:
    context.set_offline(True)
    record(phone, live_server.url, "链接停了")
    from_link = Visit.objects.get().link
    assert from_link is not None
    type(from_link).objects.filter(pk=from_link.pk).update(expires_at="2020-01-01T00:00:00+00:00")
    context.set_offline(False)
    phone.goto(f"{live_server.url}/field/")
    expect(phone.locator("[data-notice]")).to_contain_text("链接已经到期或停用", timeout=20_000)
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("手机上还有 1 条没有送到")
    phone.goto(live_server.url + path_of(visit_link(town.first).token))
    phone.get_by_role("button", name="开始记录").click()
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert Opinion.objects.get().verbatim == "链接停了"


def test_the_resident_finds_her_words_by_the_slip(phone: Page, live_server: Any, context: BrowserContext) -> None:
    slip = record(phone, live_server.url, "楼道堆满了东西")
    pin = phone.locator("[data-slip] [data-pin]").inner_text()
    expect(phone.locator("[data-slip] [data-state]")).to_contain_text("受理编号", timeout=20_000)
    phone.goto(f"{live_server.url}/s/")
    phone.get_by_label("取单号").fill(slip.lower())
    phone.get_by_role("button", name="查一下").click()
    assert_good(phone)
    phone.get_by_label("口令").fill(pin)
    phone.get_by_role("button", name="查看").click()
    expect(phone.locator("main")).to_contain_text("楼道堆满了东西")


def test_a_building_is_chosen_below_its_compound_without_network(
    phone: Page, context: BrowserContext, live_server: Any, town: Town
) -> None:
    context.set_offline(True)
    phone.goto(f"{live_server.url}/field/opinion/")
    expect(phone.get_by_label("哪一栋")).to_be_hidden()
    phone.get_by_label("在哪里").select_option(label=town.compound.name)
    phone.get_by_label("哪一栋").select_option(label="2号")
    phone.get_by_label("原话").fill("水管爆了")
    phone.get_by_role("button", name="存好").click()
    context.set_offline(False)
    expect(phone.locator("[data-slip] [data-state]")).to_contain_text("受理编号", timeout=20_000)
    place = Opinion.objects.get().place
    assert place is not None
    assert (place.name, place.parent_id) == ("2号", town.compound.pk)


def test_a_page_without_https_says_so_and_still_records(
    watch: Watch, context: BrowserContext, live_server: Any, town: Town
) -> None:
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = context.new_page()
    page.goto(live_server.url + path_of(visit_link(town.first).token))
    page.get_by_role("button", name="开始记录").click()
    expect(page.locator("[data-ready]")).to_contain_text("不是 HTTPS")
    page.goto(f"{live_server.url}/field/opinion/")
    page.get_by_label("原话").fill("照常提交")
    page.get_by_role("button", name="存好").click()
    page.wait_for_url("**/receipt/")
    assert Opinion.objects.get().verbatim == "照常提交"


@pytest.mark.parametrize(("width", "size"), FULL)
def test_every_look_of_the_phone_is_without_barrier(
    phone: Page, context: BrowserContext, live_server: Any, width: int, size: str
) -> None:
    base = live_server.url
    set_look(phone, base, width, size)
    for path in ("/field/", "/field/opinion/", "/s/"):
        check_page(phone, base + path)
    phone.goto(f"{base}/field/opinion/")
    for group in phone.locator("details.field-group > summary").all():
        group.click()
    assert_good(phone)
    context.set_offline(True)
    record(phone, base, "三楼的灯坏了半个月，老人晚上不敢下楼。", photo=True)
    assert_good(phone)
    phone.goto(f"{base}/field/")
    expect(phone.locator("[data-queue] li")).to_have_count(1)
    assert_good(phone)
    context.set_offline(False)
    expect(phone.locator("[data-queue] [data-title]")).to_have_text("都送到了", timeout=20_000)
    assert_good(phone)


@pytest.mark.parametrize(("width", "size"), FULL)
def test_the_offices_pages_hold(watched_page: Page, live_server: Any, town: Town, width: int, size: str) -> None:
    page, base = watched_page, live_server.url
    account = make_person(roles.CONGRESS_OFFICE)
    set_look(page, base, width, size)
    page.goto(f"{base}/accounts/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/desk/")
    check_page(page, f"{base}/desk/visit-links/new/")
    page.get_by_label("哪一次活动").fill("二季度走访")
    page.get_by_label("记录人或小组").fill("第三组")
    page.locator("label.choice", has_text=town.first.name).click()
    page.get_by_role("button", name="发链接，打印").click()
    expect(page.locator("article.sheet")).to_have_count(1)
    assert_good(page)
    check_page(page, f"{base}/desk/visit-links/")
    page.get_by_role("link", name="停用").click()
    page.wait_for_url("**/revoke/")
    assert_good(page)

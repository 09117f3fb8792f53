"""A sitting votes electronically: three keys are made, deputies vote, two of three decrypt, it is announced.

In the ordinary run five deputies vote; with ``--full`` thirty, in parallel contexts.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from lianxin.ballots import envelopes
from lianxin.ballots.models import Election
from lianxin.ballots.protocol.chance import SystemChance
from lianxin.db.scope import town_scope
from lianxin.people import roles
from tests.projects import course
from tests.scenarios.stage import Stage, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEPUTIES = 30 if os.environ.get("LIANXIN_FULL") else 5
NAMES = ("加装电梯", "口袋公园", "楼道照明")


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> None:
    """The board stands in a folder of its own."""
    settings.MEDIA_ROOT, settings.LIANXIN_DATA = tmp_path / "media", tmp_path / "data"


def decided(stage: Stage, office: Page) -> Election:
    """The office writes the meeting's decision down."""
    with town_scope(stage.town.row):
        season = course.make_season(2027)
        course.make_candidates(season, stage.town.office_unit, *NAMES)
        vote = course.make_vote(season, 2, 3)
    office.goto(f"{stage.url}/desk/projects/votes/{vote.pk}/")
    office.get_by_role("link", name="会议决定用电子票决").click()
    office.get_by_label("会议决定的文号或者名称").fill("主席团决定〔2026〕3号")
    office.get_by_label("哪次会议、谁决定的").fill("二次会议主席团")
    office.get_by_role("button", name="确定").click()
    office.get_by_role("link", name="流程单").click()
    says(office, "电子票决防不住什么")
    with town_scope(stage.town.row):
        return Election.objects.get()


def next_step(stage: Stage, page: Page, one: Election, button: str) -> None:
    """Press what the run sheet offers."""
    page.goto(f"{stage.url}/desk/elections/{one.pk}/")
    page.get_by_role("link", name=button).click()


def sure(page: Page) -> None:
    """Confirm a step that cannot be undone."""
    page.get_by_label("我确认，这一步不能撤回").check()
    page.get_by_role("button", name="确定").click()


def ceremony(stage: Stage, scrutineers: list[Page], one: Election) -> list[str]:
    """Three rounds on three devices; the signs that each scrutineer wrote down."""
    seeds = []
    for page in scrutineers:
        next_step(stage, page, one, "我的密钥")
        page.get_by_role("button", name="生成密钥").click()
        seeds.append(page.locator("[data-shown]").inner_text().replace(" ", ""))
        page.get_by_label("我已经抄下或者打印，并且核对过").check()
        page.get_by_role("button", name="交出公开的部分").click()
        says(page, "这一步已经收到。")
    spoken = set()
    for round_name in ("第二轮：交换", "第三轮：做成密钥"):
        for page in scrutineers:
            page.goto(f"{stage.url}/desk/elections/{one.pk}/key/")
            says(page, round_name)
            spoken.add(page.locator("[data-ceremony]").inner_text())
            page.get_by_role("button", name="继续").click()
            says(page, "这一步已经收到。")
    assert len(spoken) == 1
    return seeds


def vote(page: Page, address: str, code: str, *names: str, audit: bool = False) -> None:
    """A deputy scans, chooses, looks, seals, perhaps opens one for a check, casts."""
    page.goto(f"{address}#{code}")
    page.get_by_role("button", name="下一步").click()
    for name in names:
        page.get_by_label(name).check()
    page.get_by_role("button", name="看一遍").click()
    page.get_by_role("button", name="封好选票").click()
    if audit:
        page.get_by_role("button", name="抽查这张，不投").click()
        opened = json.loads(page.get_by_label("拆开的内容").input_value())
        assert [one["m"] for one in opened["open"][0]] == [0, *(int(name in names) for name in NAMES)]
        page.get_by_role("button", name="照原来选的，重新封一张").click()
    page.get_by_role("button", name="投出去").click()
    says(page, "投票成功")


def decrypt(stage: Stage, scrutineers: list[Page], one: Election, seeds: list[str]) -> None:
    """The second scrutineer's device is lost; the third has lost its window and types what was written down."""
    scrutineers[2].evaluate("sessionStorage.clear()")
    for page, seed in ((scrutineers[0], ""), (scrutineers[2], seeds[2])):
        next_step(stage, page, one, "解密我这一份")
        says(page, "这台设备自己下载了档案")
        page.locator("[data-count]").filter(has_text=str(DEPUTIES)).wait_for()
        if seed:
            page.get_by_label("您抄下的密钥（二十二个字）").fill(seed)
        page.get_by_role("button", name="解密", exact=True).click()
        says(page, "这一步已经收到。")


def test_a_sitting_from_key_ceremony_to_announcement(stage: Stage, folders: None) -> None:
    office = stage.signed_in(roles.CONGRESS_OFFICE)
    scrutineers = [stage.signed_in(roles.SCRUTINEER) for _ in range(3)]
    one = decided(stage, office)
    address = f"{stage.url}/vote/{one.uuid}/"

    sheets, public = envelopes.make(one.uuid, DEPUTIES + 1, address, "票决", SystemChance())
    codes = [part.partition("</code>")[0] for part in sheets.split("<code>")[1:]]
    next_step(stage, office, one, "交公开名单")
    office.get_by_label("公开名单（public.json 的内容）").fill(json.dumps(public))
    office.get_by_role("button", name="确定").click()

    seeds = ceremony(stage, scrutineers, one)
    next_step(stage, office, one, "固定设定")
    sure(office)
    with town_scope(stage.town.row):
        one.refresh_from_db()
    says(office, one.setup_hash[:16])

    next_step(stage, scrutineers[0], one, "开始投票")
    scrutineers[0].get_by_label("拆开的密码，每行一个").fill(codes[-1])
    scrutineers[0].get_by_role("button", name="算成公开的凭证").click()
    scrutineers[0].get_by_label("实到代表").fill(str(DEPUTIES))
    scrutineers[0].get_by_label("发出的信封").fill(str(DEPUTIES))
    scrutineers[0].get_by_role("button", name="开始投票").click()
    says(scrutineers[0], "投票开始。")

    deputies = [stage.visitor(width=360) for _ in range(min(DEPUTIES, 30))]
    for at, page in enumerate(deputies):
        vote(page, address, codes[at], *NAMES[: 1 + at % 2], audit=at == 0)
        assert page.context.cookies() == []
        page.close()
    hall = stage.visitor(width=1920)
    hall.goto(f"{address}board/")
    assert hall.locator("[data-returned]").inner_text() == str(DEPUTIES)

    next_step(stage, scrutineers[0], one, "封箱")
    sure(scrutineers[0])
    sealed = hall.goto(f"{address}board/")
    assert sealed is not None
    assert sealed.ok
    decrypt(stage, scrutineers, one, seeds)

    next_step(stage, office, one, "复核")
    office.get_by_role("button", name="确定").click()
    says(office, "没有一条不通过")

    with town_scope(stage.town.row):
        one.refresh_from_db()
        pk = course.Vote.objects.values_list("pk", flat=True).get()
    assert json.loads(one.result) == [[0, DEPUTIES, DEPUTIES // 2, 0]]
    scrutineers[1].goto(f"{stage.url}/desk/projects/votes/{pk}/confirm/")
    scrutineers[1].get_by_role("button", name="确定").click()
    scrutineers[1].goto(f"{stage.url}/desk/projects/votes/{pk}/report/")
    says(scrutineers[1], "民生实事项目票决结果报告单")

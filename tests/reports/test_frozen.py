"""A frozen report says for ever what was signed; a correction shows what changed and why."""

import datetime as dt
import json

import pytest
from django.test import Client

from lianxin.core.clock import today
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.records.publication import may_publish
from lianxin.reports.frozen.actions import FreezeReport
from lianxin.reports.frozen.content import Wanted
from lianxin.reports.frozen.models import FrozenReport
from lianxin.reports.frozen.rules import changes
from lianxin.reports.registry import Period
from tests.cases.conftest import clock, town  # noqa: F401
from tests.cases.factories import Town
from tests.cases.walk import start
from tests.people.factories import PASSWORD, actor_with, make_person

FIGURES = ("received", "confirmed", "reply_days")


def freeze(**more: object) -> FrozenReport:
    """A report of this year, signed by the office."""
    period = Period(today().replace(month=1, day=1), today(), today())
    wanted = Wanted("年中办理情况报告", period, FIGURES, ("cases.by_unit",), str(more.pop("text", "收到两件。")))
    facts = {"actor": actor_with(roles.CONGRESS_OFFICE), "wanted": wanted, "kind": "half", **more}
    return FreezeReport(**facts).execute()  # type: ignore[arg-type]


def test_a_report_keeps_its_figures_when_the_matters_go_on(town: Town) -> None:  # noqa: F811
    start(town)
    report = freeze()
    start(town)
    content = json.loads(FrozenReport.objects.get(pk=report.pk).content)
    assert (content["figures"][0]["name"], content["figures"][0]["value"]) == ("收到", "1")
    assert content["figures"][0]["formula"]
    assert content["tables"][0]["name"] == "各承办单位的件数"
    assert report.number.endswith("-001")
    assert report.version == 1


def test_a_correction_is_a_new_version_that_shows_what_changed_and_why(town: Town) -> None:  # noqa: F811
    start(town)
    report = freeze()
    start(town)
    second = freeze(corrects=report, reason="漏了一件", text="收到两件，不是一件。")
    assert (second.number, second.version, second.supersedes_id) == (report.number, 2, report.pk)
    changed = {where: (before, after) for where, before, after in json.loads(second.changes)}
    assert changed["收到"] == ("1 件；n = 1", "2 件；n = 2")
    assert changed["text"] == ("收到两件。", "收到两件，不是一件。")
    assert FrozenReport.objects.count() == 2
    with pytest.raises(WrongState):
        freeze(corrects=report, reason="再改一次")


def test_a_correction_without_a_reason_is_refused(town: Town) -> None:  # noqa: F811
    report = freeze()
    with pytest.raises(Invalid) as refused:
        freeze(corrects=report)
    assert refused.value.problems[0].field == "reason"


def test_what_is_missing_is_said_at_its_field(town: Town) -> None:  # noqa: F811
    period = Period(today(), today(), today() + dt.timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        FreezeReport(
            actor=actor_with(roles.CONGRESS_OFFICE), wanted=Wanted(" ", period, (), (), ""), kind="often"
        ).execute()
    assert [one.field for one in refused.value.problems] == ["title", "kind", "figures", "as_of"]


def test_a_leader_reads_reports_and_signs_none(town: Town) -> None:  # noqa: F811
    with pytest.raises(NotAllowed):
        freeze(actor=actor_with(roles.LEADER))


def test_verify_finds_a_report_that_somebody_rewrote(town: Town) -> None:  # noqa: F811
    start(town)
    report = freeze()
    assert verify_town(town.row).is_whole
    changed = json.loads(report.content)
    changed["figures"][0]["value"] = "9"
    FrozenReport.objects.filter(pk=report.pk).update(content=json.dumps(changed))
    assert [one.code for one in verify_town(town.row).findings] == ["report_changed"]


def test_a_new_digest_over_a_rewritten_report_does_not_agree_with_the_log(town: Town) -> None:  # noqa: F811
    report = freeze()
    FrozenReport.objects.filter(pk=report.pk).update(sha256="0" * 64)
    assert [one.code for one in verify_town(town.row).findings] == ["report_changed"]


def test_nothing_is_published_by_itself_but_the_office_may(town: Town) -> None:  # noqa: F811
    report = freeze()
    assert may_publish(actor_with(roles.CONGRESS_OFFICE), "frozen_report", report.pk)
    assert not may_publish(actor_with(roles.LEADER), "frozen_report", report.pk)


def test_two_contents_are_compared_place_by_place() -> None:
    figure = {"name": "收到", "value": "1", "unit": "件", "n": "n = 1"}
    table = {"name": "各单位", "columns": ["名称", "收到"], "rows": [["城建办", "1"]]}
    before = {"title": "甲", "figures": [figure], "tables": [table]}
    rows = [["城建办", "2"], ["派出所", "1"]]
    after = {"title": "甲", "figures": [figure], "tables": [{**table, "rows": rows}]}
    assert changes(before, after) == [("各单位／城建办／收到", "1", "2"), ("各单位／派出所／收到", "", "1")]


@pytest.fixture
def office(town: Town, client: Client) -> Client:  # noqa: F811
    """A client signed in for the congress office."""
    person = make_person(roles.CONGRESS_OFFICE)
    assert client.login(username=person.username, password=PASSWORD)
    return client


def test_the_office_looks_signs_corrects_and_prints(office: Client, town: Town) -> None:  # noqa: F811
    start(town)
    year = today().year
    typed = {"title": "年度报告", "kind": "year", "first": f"{year}-01-01", "last": f"{year}-12-31"}
    typed |= {"figures": ["received", "open"], "tables": ["cases.by_neighbourhood"], "text": ""}
    look = office.post("/desk/reports/new/", {**typed, "look": "1"})
    assert look.status_code == 200
    assert "收到：1 件" in look.content.decode()
    signed = office.post("/desk/reports/new/", {**typed, "sign": "1"}, follow=True)
    report = FrozenReport.objects.get()
    assert "和定稿时一致" in signed.content.decode()
    assert "年度报告" in office.get("/desk/reports/").content.decode()
    assert "打印" in office.get(f"/desk/reports/{report.pk}/print/").content.decode()
    assert office.get(f"/desk/reports/{report.pk}/correct/").status_code == 200
    refused = office.post(f"/desk/reports/{report.pk}/correct/", {**typed, "reason": "", "sign": "1"})
    assert refused.status_code == 422
    done = office.post(f"/desk/reports/{report.pk}/correct/", {**typed, "reason": "标题写错", "sign": "1"}, follow=True)
    assert "这一版更正了什么" in done.content.decode()
    assert "已经更正" in office.get(f"/desk/reports/{report.pk}/").content.decode()
    assert office.get(f"/desk/reports/{report.pk}/", {"format": "csv"}).status_code == 200

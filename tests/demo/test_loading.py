"""The example town as it is shipped: loaded in seconds, whole, lifelike, and recognisable as invented."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.test import Client

from lianxin.cases import workflow
from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, IssueCase, Opinion, ResidentContact
from lianxin.cases.receipts import receipt_of
from lianxin.cases.sealing import open_contact
from lianxin.cases.selectors import public_status
from lianxin.conf.commands import demo_load, sign_in_links
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.demo import loading, play
from lianxin.demo.door import ISSUES, MEMBERS
from lianxin.demo.loading import load
from lianxin.demo.play import read_lines
from lianxin.demo.seed import HOW_TO_MAKE, fits
from lianxin.journal.actors import anonymous_resident
from lianxin.journal.verify import verify_town
from lianxin.records import storage
from lianxin.records.models import Attachment
from lianxin.records.search import matching_ids


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> Iterator[None]:
    """The note about the clock goes into a folder of its own, and time goes on after the test."""
    settings.LIANXIN_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    clock.set_fixed(None)


@pytest.fixture
def example(db: None) -> Iterator[Town]:
    """The example town, loaded and in scope; never played, which would take minutes under the suite's watchers."""
    assert fits(), f"regenerate the example town with: {HOW_TO_MAKE}"
    town = load()
    with town_scope(town):
        yield town


def open_cases() -> list[Case]:
    """Every case somebody still has to move on."""
    return list(Case.objects.filter(state__in=workflow.OPEN_STATES).select_related("lead_unit"))


def overdue_cases() -> list[Case]:
    """Open cases whose binding day has passed."""
    return [case for case in open_cases() if case.due_on is not None and case.due_on < clock.today()]


def scripted() -> QuerySet[Opinion]:
    """The opinions of the script; what is said at receptions comes besides and has no key."""
    return Opinion.objects.exclude(client_key="")


def test_the_town_is_whole_and_loaded_only_once(example: Town, tmp_path: Path) -> None:
    assert example.is_demo
    assert example.is_default
    assert clock.now() == dt.datetime.fromisoformat((tmp_path / "demo-clock.txt").read_text(encoding="ascii"))
    assert scripted().count() == len(read_lines("opinions.jsonl"))
    assert verify_town(example).findings == []
    assert load().pk == example.pk
    assert scripted().count() == len(read_lines("opinions.jsonl"))


def test_every_fate_of_the_script_ended_where_the_script_says(example: Town) -> None:
    ends = dict(scripted().values_list("client_key", "case__state"))
    before = dict(IssueCase.objects.values_list("case__opinions__client_key", "state_before"))
    following = {key for key, state in ends.items() if state == workflow.FOLLOWING}
    assert 1 <= len(following) <= ISSUES * (MEMBERS - 1)
    ends |= {key: before[key] for key in following}
    assert ends == {f"demo-{fate['key']}": fate["final_state"] for fate in read_lines("fates.jsonl")}
    rare = {workflow.ANSWERED, workflow.REHANDLING, workflow.REDIRECTED, workflow.FOLLOWING}
    assert set(ends.values()) >= set(workflow.STATES) - rare


def test_the_town_mostly_works_with_a_slow_unit_and_a_matter_that_comes_back(example: Town) -> None:
    late, running = overdue_cases(), open_cases()
    assert 0.05 <= len(late) / len(running) <= 0.12  # forty voices of the last two days had no time to be late
    slow = Counter(case.lead_unit.code for case in late if case.lead_unit)
    assert slow.most_common(1)[0][0] == "FG"
    assert slow["FG"] >= len(late) / 2
    week = clock.today() + dt.timedelta(days=3)
    assert 5 <= sum(case.due_on == clock.today() for case in running) <= 60
    assert sum(case.due_on is not None and clock.today() < case.due_on <= week for case in running) >= 10
    again = [row["key"] for row in read_lines("opinions.jsonl") if row["repeat_group"] == "flood-dao"]
    states = set(
        Opinion.objects.filter(client_key__in=[f"demo-{key}" for key in again]).values_list("case__state", flat=True)
    )
    assert len(again) >= 5
    assert states & set(workflow.OPEN_STATES)


def test_what_the_script_calls_overdue_is_overdue(example: Town) -> None:
    late = set(Opinion.objects.filter(case__in=overdue_cases()).values_list("client_key", flat=True))
    waiting = set(Opinion.objects.filter(case__state=workflow.FOLLOWING).values_list("client_key", flat=True))
    meant = {f"demo-{fate['key']}" for fate in read_lines("fates.jsonl") if fate["overdue"]}
    assert late == meant - waiting


def test_codes_contacts_photos_and_search_work_with_this_installations_key(example: Town) -> None:
    opinion = Opinion.objects.select_related("case").order_by("id")[0]
    found = public_status.find(receipt_of(opinion, opinion.case).code)
    assert found is not None
    assert found.pk == opinion.pk
    contact = ResidentContact.objects.exclude(contact_cipher="").order_by("id")[0]
    assert open_contact(contact.contact_cipher, contact.opinion_id).startswith("1990000")
    photos = list(Attachment.objects.all())
    assert len(photos) >= 10
    assert all(storage.location(path).exists() for one in photos for path in (one.path, one.thumb_path) if path)
    assert matching_ids("积水", "case")


def test_numbers_go_on_after_the_last(example: Town) -> None:
    last = Case.objects.order_by("-number").values_list("number", flat=True)[0]
    receipt = RecordOpinion(actor=anonymous_resident(), words="门口的灯又不亮了。").execute()
    assert int(receipt.number.rpartition("-")[2]) == int(last.rpartition("-")[2]) + 1
    assert verify_town(example).findings == []


def test_every_printed_link_opens_and_says_whose_it_is(
    example: Town, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    options = type("Options", (), {"site": "http://testserver"})()
    assert sign_in_links.run(options) == 0
    printed = capsys.readouterr().out
    assert "演示数据" in printed
    assert "2026-06-30" in printed
    for who in (
        "人大办01号",
        "城运中心01号",
        "房管中心经办",
        "区代表07号",
        "记录员",
        "志愿者",
        "监票人",
        "审计管理员",
        "查询码",
        "短码",
    ):
        assert who in printed
    links = [word for word in printed.split() if word.startswith("http://testserver/")]
    assert len(links) >= 18
    assert {client.get(link).status_code for link in links} <= {200, 302}


def test_where_the_seed_does_not_fit_the_tables_the_script_is_played(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = Town(code="X", slug="x", name="示例镇", is_demo=True)
    monkeypatch.setattr(loading, "fits", lambda: False)
    monkeypatch.setattr(loading, "replay", lambda progress: made)
    assert load() is made
    assert "tools.make_demo_seed" in caplog.text


def test_a_step_the_product_refuses_stops_everything(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_lines("fates.jsonl")[0]
    wrong = {
        **first,
        "steps": [first["steps"][0], {**first["steps"][-1], "do": "close", "at": "2025-12-04T09:00:00+08:00"}],
    }
    lines = {"opinions.jsonl": read_lines("opinions.jsonl")[:1], "fates.jsonl": [wrong]}
    monkeypatch.setattr(play, "read_lines", lines.__getitem__)
    with pytest.raises(play.Refused, match=r"op-0001, step 1 \(close\)"):
        loading.replay()
    assert not Town.objects.filter(is_demo=True).exists()


def test_invented_data_never_stand_beside_a_real_town(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo_load.run(None) == 1  # type: ignore[arg-type]
    assert "有真实的镇" in capsys.readouterr().err
    assert not Town.objects.filter(is_demo=True).exists()

"""The office plans an afternoon on the pages: who can be where, a plan, changes by hand, the notice."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.contact.models import PlanDraft, Round, RoundDeputy, RoundState, Visit, VisitDeputy, Wish
from lianxin.contact.rounds import drafts
from lianxin.db.models import Town
from lianxin.deputies.models import Deputy, Leave, Level
from lianxin.journal import outbox
from lianxin.messages.models import Notice
from lianxin.messages.sentences import words_of
from lianxin.people import roles
from lianxin.places.models import Place
from tests.contact.factories import make_round, make_visit, on_round, on_visit
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import make_person, sign_in
from tests.places.factories import make_neighbourhood

DAY = dt.date(2026, 12, 8)


@pytest.fixture
def office(client: Client, town: Town, frozen_clock: object) -> Client:
    """The congress office, signed in."""
    sign_in(client, make_person(roles.CONGRESS_OFFICE))
    return client


@pytest.fixture(autouse=True)
def quick_planner(monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-in planner: these tests are about the pages."""
    real = drafts.service.plan
    monkeypatch.setattr(drafts.service, "plan", lambda problem, method=None: real(problem, "fallback"))


@pytest.fixture
def places(town: Town) -> list[Place]:
    """Three neighbourhoods."""
    return [make_neighbourhood(f"N{n}", tile_x=n, tile_y=0) for n in range(3)]


@pytest.fixture
def people(places: list[Place]) -> list[Deputy]:
    """A district deputy for each neighbourhood, by contact, and a town deputy of the first."""
    make_deputy("T1", constituency=make_constituency("XT", Level.TOWN, places[0]))
    return [make_deputy(f"D{n}", Level.DISTRICT, contacts=(place,)) for n, place in enumerate(places)]


def planned(office: Client) -> Round:
    """A round planned on the form as it is offered."""
    page = office.get(reverse("contact:new_round"))
    sent = {name: value for name, value in page.context["form"].initial.items() if value is not None} | {
        "day": "2026-12-08",
        "visit_minutes": 50,
        "most_visits": 2,
        "list_days": 3,
    }
    answer = office.post(reverse("contact:new_round"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return Round.objects.get()


def drafted(office: Client, one: Round) -> PlanDraft:
    """A plan worked out on the page."""
    answer = office.post(reverse("contact:assign", args=[one.pk]))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    draft = PlanDraft.objects.order_by("-id")[0]
    assert text.index("正在计算") < text.index(reverse("contact:draft", args=[one.pk, draft.pk]))
    return draft


def assigned(office: Client) -> Round:
    """A round with an adopted plan."""
    one = planned(office)
    draft = drafted(office, one)
    assert office.post(reverse("contact:adopt", args=[one.pk, draft.pk])).status_code == 302
    return one


def test_the_offered_form_plans_the_whole_town(office: Client, places: list[Place], people: list[Deputy]) -> None:
    one = planned(office)
    assert one.name == "2026年第一次人大代表集中联系社区活动"
    assert Visit.objects.filter(round=one).count() == 3
    assert RoundDeputy.objects.filter(round=one).count() == 3
    assert "有代表去的" in office.get(reverse("contact:round", args=[one.pk])).content.decode()


def test_a_plan_is_shown_with_its_reasons_and_changes_nothing_until_adopted(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = planned(office)
    draft = drafted(office, one)
    assert not VisitDeputy.objects.exists()
    page = office.get(reverse("contact:draft", args=[one.pk, draft.pk])).content.decode()
    assert "是代表的联系社区" in page
    assert people[0].display_name in page
    office.post(reverse("contact:adopt", args=[one.pk, draft.pk]))
    for deputy, place in zip(people, places, strict=True):
        assert VisitDeputy.objects.filter(deputy=deputy, visit__place=place, by_plan=True).exists()
    assert VisitDeputy.objects.get(level=Level.TOWN).visit.place == places[0]
    assert not Visit.objects.filter(starts_at=None).exists()
    assert office.post(reverse("contact:adopt", args=[one.pk, draft.pk])).status_code == 409


def test_a_plan_made_before_a_leave_cannot_be_adopted(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = planned(office)
    draft = drafted(office, one)
    person = reverse("contact:round_person", args=[one.pk, people[0].pk])
    assert office.post(person, {"away": "on"}).status_code == 422
    assert office.post(person, {"away": "on", "away_because": "出差"}).status_code == 302
    assert office.post(reverse("contact:adopt", args=[one.pk, draft.pk])).status_code == 409
    again = drafts.read(drafted(office, one))
    assert str(people[0].pk) not in {stop.deputy for stop in again.stops}


def test_what_contradicts_itself_is_said_in_words(office: Client, places: list[Place], people: list[Deputy]) -> None:
    one = planned(office)
    Round.objects.filter(pk=one.pk).update(sessions="870 880")
    answer = office.post(reverse("contact:assign", args=[one.pk]))
    assert "有两场时间重叠" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert not PlanDraft.objects.exists()


def test_a_recusal_is_kept_by_the_plan_and_needs_a_reason(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = planned(office)
    page = reverse("contact:round_wish", args=[one.pk])
    sent = {"kind": "not_there", "deputy": people[0].pk, "place": places[0].pk}
    assert office.post(page, sent).status_code == 422
    assert office.post(page, sent | {"reason": "本人单位承接工程"}).status_code == 302
    assert office.post(page, sent | {"kind": "wish"}).status_code == 422
    plan = drafts.read(drafted(office, one))
    assert (str(people[0].pk), str(places[0].pk)) not in {(stop.deputy, stop.place) for stop in plan.stops}
    gone = reverse("contact:take_back", args=[one.pk, "wish", Wish.objects.get().pk])
    assert office.post(gone).status_code == 302
    assert not Wish.objects.exists()


def test_a_change_by_hand_is_shown_before_it_is_made(office: Client, places: list[Place], people: list[Deputy]) -> None:
    one = assigned(office)
    visit = Visit.objects.get(round=one, place=places[0])
    assert (
        people[1].display_name in office.get(reverse("contact:board_visit", args=[one.pk, visit.pk])).content.decode()
    )
    change = reverse("contact:board_change", args=[one.pk])
    query = f"?kind=give&place={places[0].pk}&deputy={people[0].pk}&other={people[1].pk}"
    page = office.get(change + query).content.decode()
    assert "就这样改" in page or "仍然这样改" in page
    assert VisitDeputy.objects.filter(visit=visit, deputy=people[0], dropped_because="").exists()
    office.post(change + query, {"reason": "对那里更熟"})
    assert not VisitDeputy.objects.filter(visit=visit, deputy=people[0], dropped_because="").exists()
    assert VisitDeputy.objects.get(visit=visit, deputy=people[1]).stands_in_for == people[0]


def test_a_broken_rule_is_said_and_needs_a_reason(office: Client, places: list[Place], people: list[Deputy]) -> None:
    one = assigned(office)
    RoundDeputy.objects.filter(deputy=people[1]).update(most_visits=1)
    change = reverse("contact:board_change", args=[one.pk])
    query = f"?kind=add&place={places[0].pk}&deputy={people[1].pk}"
    assert "最多 1 处" in office.get(change + query).content.decode()
    assert office.post(change + query, {}).status_code == 422
    assert not VisitDeputy.objects.filter(deputy=people[1], visit__place=places[0]).exists()
    assert office.post(change + query, {"reason": "本人同意"}).status_code == 302
    assert VisitDeputy.objects.filter(deputy=people[1], visit__place=places[0]).exists()


@pytest.mark.parametrize("query", ["?kind=nonsense", *(f"?kind=retime&start={n}" for n in ("x", "1440", "9" * 5000))])
def test_a_change_that_is_none_is_not_found(query: str, office: Client) -> None:
    one = make_round(DAY)
    assert office.get(reverse("contact:board_change", args=[one.pk]) + query).status_code == 404


def test_what_is_fixed_stays_when_it_is_planned_anew(office: Client, places: list[Place], people: list[Deputy]) -> None:
    one = assigned(office)
    change = reverse("contact:board_change", args=[one.pk])
    office.post(f"{change}?kind=give&place={places[0].pk}&deputy={people[0].pk}&other={people[1].pk}", {"reason": "熟"})
    row = VisitDeputy.objects.get(visit__place=places[0], deputy=people[1])
    assert office.post(reverse("contact:fix", args=[one.pk, row.pk]), {"fixed": "1"}).status_code == 302
    plan = drafts.read(drafted(office, one))
    assert (str(people[1].pk), str(places[0].pk)) in {(stop.deputy, stop.place) for stop in plan.stops}


def test_the_notice_reaches_deputies_and_secretaries(
    office: Client, places: list[Place], people: list[Deputy], town: Town
) -> None:
    secretary = make_person(roles.SECRETARY, place=places[0])
    one = assigned(office)
    assert office.post(reverse("contact:move_round", args=[one.pk, "announce"])).status_code == 302
    outbox.deliver_pending(town)
    told = {notice.address: words_of(notice) for notice in Notice.objects.all()}
    assert {f"deputy:{one.pk}" for one in people} | {f"account:{secretary.pk}"} <= set(told)
    assert one.name in told[f"account:{secretary.pk}"]


def test_nothing_is_announced_while_a_place_has_nobody_unless_it_is_said_why(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = planned(office)
    page = reverse("contact:move_round", args=[one.pk, "announce"])
    assert office.post(page).status_code == 422
    assert office.post(page, {"reason": "代表名单下周定"}).status_code == 302
    one.refresh_from_db()
    assert one.state == RoundState.ANNOUNCED


def test_links_are_issued_once_a_place_and_shown_once(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = planned(office)
    page = reverse("contact:links", args=[one.pk])
    sheets = office.post(page).content.decode()
    assert sheets.count("取单号开头") == 3
    visit = Visit.objects.get(round=one, place=places[0])
    assert visit.recording is not None
    assert visit.recording.starts_on == one.day
    assert office.post(page).status_code == 409


def test_the_plenary_is_ticked_on_one_page(office: Client, people: list[Deputy]) -> None:
    one = make_round(DAY, RoundState.ANNOUNCED)
    for deputy in people:
        on_round(one, deputy)
    RoundDeputy.objects.filter(deputy=people[1]).update(away=True, away_because="出差")
    page = reverse("contact:plenary", args=[one.pk])
    ticked = {name: field.initial for name, field in office.get(page).context["form"].fields.items()}
    assert [ticked[f"p{one.pk}"] for one in people] == ["", "leave", ""]
    sent = {f"p{people[0].pk}": "present", f"p{people[1].pk}": "leave"}
    assert office.post(page, sent).status_code == 302
    words = dict(RoundDeputy.objects.values_list("deputy__code", "plenary"))
    assert words == {"D0": "present", "D1": "leave", "D2": "planned"}
    assert "出差" not in office.get(reverse("contact:plenary_sheet", args=[one.pk])).content.decode()


def test_the_board_and_the_progress_show_where_everybody_is(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = assigned(office)
    assert people[0].display_name in office.get(reverse("contact:board", args=[one.pk])).content.decode()
    Visit.objects.filter(place=places[0]).update(state="under_way")
    page = office.get(reverse("contact:progress", args=[one.pk])).content.decode()
    assert "正在走访" in page


@pytest.mark.parametrize("name", ["round", "board", "round_people", "round_places", "plenary", "progress", "assign"])
def test_the_pages_ask_as_much_for_three_places_as_for_thirty(name: str, office: Client, town: Town) -> None:
    def asked(number: int) -> int:
        one = make_round(DAY)
        for n in range(number):
            deputy = make_deputy(f"D{number}-{n}", Level.DISTRICT)
            on_round(one, deputy)
            on_visit(make_visit(one, make_neighbourhood(f"P{number}-{n}", tile_x=n, tile_y=0), "14:30"), deputy)
        page = reverse(f"contact:{name}", args=[one.pk])
        office.get(page)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert office.get(page).status_code == 200
        return len(seen)

    few, many = asked(3), asked(30)
    assert few == many <= 12


def test_a_leave_registered_after_planning_shows_on_the_board_and_is_mended(
    office: Client, places: list[Place], people: list[Deputy]
) -> None:
    one = assigned(office)
    draft = drafted(office, one)
    Leave.objects.create(
        deputy=people[0], starts_on=DAY, ends_on=DAY, reason="出差", granted_by="人大主席", granted_on=DAY
    )
    for name in ("board", "round"):
        shown = office.get(reverse(f"contact:{name}", args=[one.pk])).content.decode()
        assert "名册上又登记了请假" in shown
        assert reverse("contact:replan", args=[one.pk]) in shown
    assert office.post(reverse("contact:adopt", args=[one.pk, draft.pk])).status_code == 409
    page = reverse("contact:replan", args=[one.pk])
    assert f'value="{people[0].pk}"' not in office.get(page).content.decode()
    answer = office.post(page, {"reason": "请假"})
    assert "正在计算" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    mended = PlanDraft.objects.order_by("-id")[0]
    assert office.post(reverse("contact:adopt", args=[one.pk, mended.pk])).status_code == 302
    assert not VisitDeputy.objects.filter(deputy=people[0], dropped_because="").exists()
    assert "名册上又登记了请假" not in office.get(reverse("contact:board", args=[one.pk])).content.decode()

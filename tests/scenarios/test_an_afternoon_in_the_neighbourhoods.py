"""Two stories of an afternoon: three deputies cancel at noon, and a secretary prepares her visit."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.contact.models import Guests, PlanDraft, Round, RoundDeputy, Visit, VisitDeputy
from lianxin.contact.rounds import drafts
from lianxin.contact.rounds.registration import days
from lianxin.core.clock import TOWN_TZ
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level
from lianxin.journal import outbox
from lianxin.journal.actors import Grant
from lianxin.messages.models import Notice
from lianxin.people import roles
from tests.contact.factories import make_round, make_visit, on_round
from tests.deputies.factories import make_deputy
from tests.people.factories import actor_with, make_person
from tests.places.factories import make_neighbourhood, make_town

DAY = dt.date(2026, 12, 8)


class Afternoon:
    """Six neighbourhoods, eight deputies, a plan that was announced, noon."""

    def __init__(self, clock: object) -> None:
        self.clock = clock
        clock.move_to(dt.date(2026, 12, 1))  # type: ignore[attr-defined]
        self.places = [make_neighbourhood(f"N{n}", tile_x=n % 3, tile_y=n // 3) for n in range(6)]
        self.secretary = make_person(roles.SECRETARY, place=self.places[0])
        self.deputies = [
            make_deputy(f"D{n}", Level.DISTRICT, contacts=(self.places[n],) if n < 6 else ()) for n in range(8)
        ]
        self.round = make_round(DAY)
        for n, place in enumerate(self.places):
            make_visit(self.round, place, secretary=self.secretary if n == 0 else None)
        for deputy in self.deputies:
            on_round(self.round, deputy)
        self.clerk = make_person(roles.CONGRESS_OFFICE)
        self.sit_down()

    def sit_down(self) -> None:
        """The clerk signs in, as on every new day."""
        self.office = Client()
        self.office.force_login(self.clerk)

    def page(self, name: str, *more: object) -> str:
        """A page of the round."""
        return reverse(f"contact:{name}", args=[self.round.pk, *more])

    def plan(self) -> PlanDraft:
        """Work out a plan on the page."""
        b"".join(self.office.post(self.page("assign")).streaming_content)  # type: ignore[attr-defined]
        return PlanDraft.objects.order_by("-id")[0]

    def adopt(self, draft: PlanDraft) -> None:
        """Make it the plan."""
        assert self.office.post(self.page("adopt", draft.pk)).status_code == 302

    def going(self) -> set[tuple[Deputy, str]]:
        """Who goes where now."""
        rows = VisitDeputy.objects.filter(dropped_because="").select_related("deputy", "visit__place")
        return {(row.deputy, row.visit.place.code) for row in rows}


@pytest.fixture
def afternoon(db: None, frozen_clock: object, monkeypatch: pytest.MonkeyPatch) -> object:
    """The afternoon, planned with the built-in planner and announced."""
    real = drafts.service.plan
    monkeypatch.setattr(drafts.service, "plan", lambda problem, method=None: real(problem, "fallback"))
    again = drafts.replanning.plan
    monkeypatch.setattr(drafts.replanning, "plan", lambda problem, method=None: again(problem, "fallback"))
    town = make_town(is_default=True)
    with town_scope(town):
        made = Afternoon(frozen_clock)
        made.town = town  # type: ignore[attr-defined]
        made.adopt(made.plan())
        assert made.office.post(made.page("move_round", "announce")).status_code == 302
        yield made


def test_three_deputies_cancel_at_noon(afternoon: Afternoon) -> None:
    before = afternoon.going()
    afternoon.clock.move_to(dt.datetime(2026, 12, 8, 12, 0, tzinfo=TOWN_TZ))  # type: ignore[attr-defined]
    afternoon.sit_down()
    outbox.deliver_pending(afternoon.town)  # type: ignore[attr-defined]
    Notice.objects.all().delete()
    # At noon three say that they cannot come; all three had a neighbourhood of their own.
    gone = afternoon.deputies[:3]
    answer = afternoon.office.post(afternoon.page("replan"), {"gone": [one.pk for one in gone], "reason": "临时有会"})
    assert "正在计算" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert afternoon.going() == before, "looking changes nothing"
    draft = PlanDraft.objects.order_by("-id")[0]
    page = afternoon.office.get(afternoon.page("draft", draft.pk)).content.decode()
    for one in gone:
        assert f"{one.display_name}不能去" in page
    assert "要另外告诉" in page
    # One act, and everybody concerned hears of it; nobody else is moved.
    afternoon.adopt(draft)
    after = afternoon.going()
    assert {place for _one, place in after} == {place.code for place in afternoon.places}, "everybody is still served"
    assert not {one for one, _place in after} & set(gone)
    stay = set(afternoon.deputies[3:])
    assert {pair for pair in before if pair[0] in stay} <= after
    assert set(RoundDeputy.objects.filter(away=True).values_list("deputy_id", flat=True)) == {one.pk for one in gone}
    outbox.deliver_pending(afternoon.town)  # type: ignore[attr-defined]
    told = set(Notice.objects.values_list("address", flat=True))
    moved = {one for one, _place in before ^ after}
    assert {address for address in told if address.startswith("deputy:")} == {f"deputy:{one.pk}" for one in moved}
    assert f"account:{afternoon.secretary.pk}" in told
    # The calendar of whoever took over has the visit, that of whoever cancelled has none.
    office = actor_with(roles.VOLUNTEER)
    taker = next(one for one, _place in after - before)
    assert list(days(office.with_grants(Grant(roles.DEPUTY, deputy_id=taker.pk))))
    assert not list(days(office.with_grants(Grant(roles.DEPUTY, deputy_id=gone[0].pk))))


def test_a_visit_that_has_begun_stays_with_whoever_cancels_the_rest(afternoon: Afternoon) -> None:
    afternoon.clock.move_to(dt.datetime(2026, 12, 8, 14, 40, tzinfo=TOWN_TZ))  # type: ignore[attr-defined]
    afternoon.sit_down()
    begun = Visit.objects.filter(starts_at__lte=dt.datetime(2026, 12, 8, 14, 30, tzinfo=TOWN_TZ)).order_by("id")[0]
    Visit.objects.filter(pk=begun.pk).update(state="under_way")
    row = VisitDeputy.objects.filter(visit=begun, dropped_because="")[0]
    answer = afternoon.office.post(afternoon.page("replan"), {"gone": [row.deputy_id], "reason": "身体不适"})
    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    afternoon.adopt(PlanDraft.objects.order_by("-id")[0])
    row.refresh_from_db()
    assert row.dropped_because == ""


def test_a_secretary_prepares_her_visit(afternoon: Afternoon) -> None:
    visit = Visit.objects.get(place=afternoon.places[0])
    other = Visit.objects.get(place=afternoon.places[1])
    outbox.deliver_pending(afternoon.town)  # type: ignore[attr-defined]
    assert Notice.objects.filter(address=f"account:{afternoon.secretary.pk}").count() == 1
    secretary = Client()
    secretary.force_login(afternoon.secretary)
    # She sees who comes and when, of her own neighbourhood only.
    page = secretary.get(reverse("contact:visit", args=[visit.pk])).content.decode()
    assert afternoon.deputies[0].display_name in page
    assert "14:30" in page or "15:40" in page
    assert secretary.get(reverse("contact:visit", args=[other.pk])).status_code == 404
    # She cannot say that all is ready before there is a meeting point, a recorder and somebody asked.
    prepare = reverse("contact:prepare", args=[visit.pk])
    sent = {"meeting_point": "居委会二楼", "route": "一村到三村", "is_ready": "on", "invited_voters": 12}
    assert secretary.post(prepare, sent).status_code == 422
    sent |= {"recorder_label": "社工小陈", "invited_representatives": 8}
    assert secretary.post(prepare, sent).status_code == 302
    assert dict(Guests.objects.values_list("kind", "invited")) == {"voters": 12, "representatives": 8}
    assert "一共 20 位" in secretary.get(reverse("contact:visit", args=[visit.pk])).content.decode()
    # The office sees who has prepared and who has not.
    places = afternoon.office.get(afternoon.page("round_places")).content.decode()
    assert places.count("准备好了") == 1
    assert places.count("还没准备好") == 5
    # She may still change her mind; then it is no longer ready.
    secretary.post(prepare, sent | {"is_ready": "", "invited_voters": 10})
    visit.refresh_from_db()
    assert visit.prepared_at is None
    assert Round.objects.get().state == "announced"

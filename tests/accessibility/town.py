"""A small town with a matter in every hand, somebody in every role, and what the addresses of pages need."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.test import Client
from django.urls import reverse

from lianxin.cases import workflow as w
from lianxin.cases.imports.actions import StartImport, upload
from lianxin.cases.imports.runs import run_batch
from lianxin.cases.models import Case
from lianxin.core.clock import now, today
from lianxin.core.ids import slip_code
from lianxin.db.models import Town as TownRow
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Constituency, Deputy, Level, Mandate, Term
from lianxin.field.actions import SendOut
from lianxin.field.models import Seat
from lianxin.journal.actors import SYSTEM, Actor
from lianxin.journal.outbox import deliver_pending
from lianxin.messages.channels.models import Channel
from lianxin.people import invitations, roles
from lianxin.people.actions.heads import AppointHead
from lianxin.people.actions.links import IssueLink
from lianxin.people.actors import actor_of_account
from lianxin.people.models import AccessLink, Account, LinkPurpose, RoleGrant
from lianxin.places.models import Category, DutyRule, ListItem, Place, PlaceKind
from lianxin.reports.blankforms.actions import AddBlankForm, BindSpot, FillForm, latest
from lianxin.reports.frozen.actions import FreezeReport
from lianxin.reports.frozen.content import Wanted
from lianxin.reports.registry import Period
from tests.accessibility.aggregation import aggregation
from tests.accessibility.ballots import ballots
from tests.accessibility.contact import contact_results, contact_rounds
from tests.accessibility.door import of_the_door
from tests.accessibility.files import files
from tests.accessibility.handovers import handovers
from tests.accessibility.home import home
from tests.accessibility.pages import Row
from tests.accessibility.pressing import pressing
from tests.accessibility.projects import projects
from tests.accessibility.suggestions import suggestions
from tests.accessibility.three import three
from tests.accessibility.visits import visits
from tests.api.factories import make_key
from tests.cases.small_town import Town, make_town
from tests.cases.walk import Walk, make_case
from tests.deputies.factories import make_constituency, make_deputy
from tests.people.factories import make_person
from tests.places.factories import make_place
from tests.reports.ten_forms import TWO_LINE_HEADER


@dataclass
class Furnished:
    """The town, a session for each role, and the arguments of the addresses."""

    town: Town
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    made: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def path(self, row: Row) -> str:
        """The address of a row."""
        pair = "?" + "&".join(f"number={one}" for one in self.made.get("pair", {}).values())
        return reverse(row.url, kwargs={**row.kwargs, **self.made.get(row.made, {})}) + row.query.replace("?pair", pair)


def furnish() -> Furnished:
    """Make it all; the town becomes the default one and its data counts as invented."""
    town = make_town()
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True, is_demo=True)
    with town_scope(town.row):
        accounts = {role: _person(role, town) for role in roles.ALL}
        deputy = {"deputy_ids": (Deputy.objects.get(account=accounts[roles.DEPUTY]).pk,)}
        walks = {
            "received": make_case(town, **deputy),
            "held": make_case(town, w.CONTACTED, **deputy),
            "told": make_case(town, w.REPLIED).told(),
            "seen": make_case(town, w.REPLIED, actor=town.office, words="", observation="楼道堆物", **deputy).told(),
            "closed": make_case(town, w.CLOSED),
        }
        Case.objects.filter(pk=walks["held"].receipt.case_id).update(due_on=today())
        made = {**_of_cases(walks), **_of_lists(town), **_of_people(accounts), **_of_forms(town)}
        made |= _of_figures(town)
        made |= _of_visits(town)
        made |= of_the_door(town)
        made |= aggregation(town)
        made |= pressing(town)
        made |= suggestions(town, Deputy.objects.get(account=accounts[roles.DEPUTY]))
        made |= home(town, Deputy.objects.get(account=accounts[roles.DEPUTY]))
        made |= files(town, Deputy.objects.get(account=accounts[roles.DEPUTY]), made["reception"]["pk"])
        made |= contact_results(town, Deputy.objects.get(account=accounts[roles.DEPUTY]))
        made |= contact_rounds(town)
        made |= visits(town, Deputy.objects.get(account=accounts[roles.DEPUTY]))
        made |= handovers(town)
        made |= projects(town)
        made |= ballots(town)
        made |= three(town, Deputy.objects.get(account=accounts[roles.DEPUTY]))
        deliver_pending(town.row)
        made |= _of_imports(actor_of_account(accounts[roles.CONGRESS_OFFICE]))
    return Furnished(town, {role: _signed_in(one) for role, one in accounts.items()}, made)


def _person(role: str, town: Town) -> Account:
    if role in {*roles.AT_A_PLACE, roles.RECORDER, roles.INSPECTOR, roles.VOLUNTEER}:
        return make_person(role, place=town.first)
    if role == roles.BUILDING_HEAD:
        return make_person(role, place=town.compound)
    account = make_person(role, unit=town.office_unit if role in roles.OF_A_UNIT else None)
    if role == roles.DEPUTY:
        make_deputy("T09", account=account, constituency=make_constituency(), contacts=(town.first,))
    return account


def _signed_in(account: Account) -> dict[str, str]:
    client = Client()
    client.force_login(account)
    client.get(reverse("people:me"))
    session = client.session
    session["lx_sure"] = now().isoformat()  # as after the real sign-in page
    session.save()
    return {name: cookie.value for name, cookie in client.cookies.items()}


def _of_cases(walks: Mapping[str, Walk]) -> dict[str, Mapping[str, Any]]:
    number = {name: {"number": walk.case.number} for name, walk in walks.items()}
    token = {name: {"token": walk.receipt.token} for name, walk in walks.items()}
    return {
        "opinion": token["received"], "told": token["told"], "closed": token["closed"],
        "case": number["received"], "held_case": number["held"], "told_case": number["told"],
        "closed_case": number["closed"], "seen_case": number["seen"],
        "transfer": {**number["received"], "move": "transfer"},
        "edit_triage": {**number["received"], "move": "edit_triage"},
        "draft_reply": {**number["held"], "move": "draft_reply"},
        "sent": {"number": walks["held"].case.transfer_list},
        "sent_summary": {"number": walks["held"].case.transfer_list, "code": "summary"},
        "sent_letter": {"number": walks["held"].case.transfer_list, "code": "handover"},
        "held_paper": {**number["held"], "code": "order"},
        **{f"told_{code}": {**number["told"], "code": code} for code in ("notice", "reply", "survey")},
        "chain": {"kind": "case", "object_id": walks["told"].receipt.case_id},
    }  # fmt: skip


def _of_lists(town: Town) -> dict[str, Mapping[str, Any]]:
    return {
        "place": {"pk": town.first.pk},
        "unit": {"pk": town.office_unit.pk},
        "category": {"pk": Category.objects.order_by("id").values_list("pk", flat=True)[0]},
        "channel": {"pk": _channel().pk},
        "item": {"pk": ListItem.objects.filter(is_current=True).order_by("id").values_list("pk", flat=True)[0]},
        **_of_register(town),
        **_of_buildings(town),
        "duty": {"pk": DutyRule.objects.order_by("id").values_list("pk", flat=True)[0]},
    }


def _channel() -> Channel:
    """A channel that is off."""
    facts: dict[str, Any] = {"kind": "wecom", "sorts": "work", "changed_at": now(), "changed_by_label": "测试"}
    return Channel.objects.create(name="交办群", **facts)


def _of_register(town: Town) -> dict[str, Mapping[str, Any]]:
    """A deputy with a mandate in a term."""
    term = Term.objects.create(code="Z5", level=Level.TOWN, name="第五届", starts_on=today())
    seat = Constituency.objects.create(code="X9", level=Level.TOWN, name="第九选区")
    mandate = Mandate.objects.create(
        deputy=town.deputy, level=Level.TOWN, term=term, constituency=seat, starts_on=today()
    )
    return {"deputy": {"pk": town.deputy.pk}, "mandate": {"pk": mandate.pk}, "term": {"pk": term.pk}}


def _of_buildings(town: Town) -> dict[str, Mapping[str, Any]]:
    """A building and who stands for it."""
    building = Place.objects.filter(kind=PlaceKind.BUILDING, path__startswith=town.first.path).first()
    building = building or make_place(PlaceKind.BUILDING, "N01-1-9", town.compound)
    head = AppointHead(
        actor=town.secretary, building=building, name="张阿姨", phone="13900000000", valid_from=today()
    ).execute()
    return {"building": {"pk": building.pk}, "building_head": {"pk": head.pk}}


def _of_forms(town: Town) -> dict[str, Mapping[str, Any]]:
    """A superior's blank form with a list bound, filled once."""
    form = AddBlankForm(actor=town.office, name="办理情况表", data=TWO_LINE_HEADER.data, file_name="表.xlsx").execute()
    version = latest(form)
    if version is None:
        raise TypeError("no version was made")
    columns = ((0, "A", "#"), (0, "B", "title"))
    rows: dict[str, Any] = {
        "kind": "list",
        "source": "cases.received",
        "first_row": 5,
        "last_row": 6,
        "copies": 2,
        "columns": columns,
    }
    BindSpot(actor=town.office, version=version, area="月报", ref="A5", **rows).execute()
    filled = FillForm(actor=town.office, version=version, period=Period(today().replace(month=1, day=1), today()))
    return {"blank_form": {"pk": form.pk}, "filled_form": {"pk": filled.execute().pk}}


def _of_figures(town: Town) -> dict[str, Mapping[str, Any]]:
    """A report that was corrected once."""
    period = Period(today().replace(month=1, day=1), today(), today())
    wanted = Wanted(
        "上半年居民意见办理情况报告", period, ("received", "confirmed", "reply_days"), ("cases.by_unit",), ""
    )
    first = FreezeReport(actor=town.office, wanted=wanted, kind="half").execute()
    corrected = replace(wanted, text="上半年共收到居民意见若干件。")
    second = FreezeReport(actor=town.office, wanted=corrected, kind="half", corrects=first, reason="补写文字").execute()
    return {"frozen_report": {"pk": second.pk}}


def _of_imports(actor: Actor) -> dict[str, Mapping[str, Any]]:
    """A file that was only looked at, one that waits for the worker, and one with refused and repeated rows."""
    made = {}
    for state in ("preview", "waiting", "done"):
        rows = f"1,青枫,{state}楼道灯坏了好几天没有人来修,2026-06-11\n"
        batch = upload(actor, f"{state}.csv", f"编号,居民区,反映内容,日期\n{rows}{rows}2,青枫,,上上个礼拜天\n".encode())
        if state != "preview":
            StartImport(actor=actor, batch_id=batch.pk).execute()
        if state == "done":
            run_batch(batch.pk)
        made[f"import_{state}"] = {"batch": batch.pk}
    return made


def _of_visits(town: Town) -> dict[str, Mapping[str, Any]]:
    """A visit that was sent out, and a slip whose record is still on a phone of it."""
    sent = SendOut(
        actor=town.office, title="二季度走访", who="第三组", role=roles.RECORDER, places=[town.first],
        starts_on=today(), ends_on=today(),
    ).execute()  # fmt: skip
    visit = sent[0].visit
    Seat.objects.create(visit=visit, recorder=1, device_digest="0" * 64, made_at=now())
    return {"visit": {"pk": visit.pk}, "slip": {"slip": slip_code(visit.code, 1, 1)}}


def _of_people(accounts: Mapping[str, Account]) -> dict[str, Mapping[str, Any]]:
    person = accounts[roles.DEPUTY]
    token = IssueLink(actor=SYSTEM, purpose=LinkPurpose.DEPUTY, account=person).execute().token
    return {
        "api_key": {"pk": make_key().key.pk},
        "account": {"pk": person.pk},
        "grant": {"pk": RoleGrant.objects.filter(account=person).values_list("pk", flat=True)[0]},
        "access_link": {"pk": AccessLink.objects.order_by("-id").values_list("pk", flat=True)[0]},
        "link": {"token": invitations.path_of(token).rstrip("/").rsplit("/", 1)[1]},
    }

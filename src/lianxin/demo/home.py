"""The example town's home of the deputies: one home, stations, points, rooms, a shared courtyard. All invented."""

import datetime as dt
from typing import Final

from lianxin.contact.models import Round, RoundState
from lianxin.core.clock import TOWN_TZ, UTC
from lianxin.demo.cast import Cast
from lianxin.deputies.models import Deputy
from lianxin.deputies.selectors import contacts_on, deputies_on
from lianxin.home.actions import (
    CiteEvidence,
    EnterPost,
    PlanEvent,
    SetCourtyard,
    SetHours,
    SetMembers,
    SetMethod,
    SetPart,
    SetVenue,
)
from lianxin.home.actions.venues import VenueFacts
from lianxin.home.models import (
    Activity,
    ActivityState,
    Audience,
    Body,
    Courtyard,
    Method,
    MethodPart,
    Reception,
    ReceptionState,
    Venue,
    VenueKind,
)
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind

_DAYS: Final = "一二三四五"
_OPENED: Final = dt.date(2023, 3, 1)
_HOME_WEEK: Final = "\n".join(f"周{day} 9:00-17:00" for day in _DAYS) + "\n周六 9:00-11:30 代表轮值"

#: Houses of the courtyard beside the home: code, kind, name, week.
_PARTNERS: Final = (
    ("P1", VenueKind.PARTY_CENTRE, "示例镇党群服务中心", "\n".join(f"周{day} 8:30-20:00" for day in _DAYS + "六日")),
    ("P2", VenueKind.CULTURE_CENTRE, "示例镇文化中心", "\n".join(f"周{day} 9:00-21:00" for day in "二三四五六日")),
)
_ROOMS: Final = (
    ("R1", "联合接待室", "周三 14:00-16:30 代表和部门联合接待"),
    ("R2", "第一代表工作室", "周二 14:00-16:00 代表接待"),
    ("R3", "第二代表工作室", "周四 14:00-16:00 代表接待"),
)
#: Posts of the chart: body, title, who (by number), what for.
_POSTS: Final = (
    (Body.CHAIR, "主席", "人大主席01号", "主持主席团工作"),
    (Body.CHAIR, "副主席", "人大副主席01号", "协助主席工作，负责代表联络"),
    (Body.OFFICE, "办公室主任", "人大办01号", "代表联络、意见汇总和转交、会务"),
    (Body.OFFICE, "工作人员", "人大办02号", "代表之家值班、档案"),
)
_PILLARS: Final = (
    ("标准化", "家站点统一牌子、统一开放时间公布、统一记录", ("每处门口一个码", "开放时间变了当天就改")),
    ("规范化", "接待先通知，原话照记，件件有去向", ("接待提前三天通知", "原话不改写")),
    ("信息化", "意见从听到到办结都查得到", ("凭码查询", "上轮意见先反馈")),
)
_EVENTS: Final = (
    ("P2", dt.date(2026, 7, 2), dt.time(9, 30), dt.time(11), "老年人用手机课", Audience.ASKED),
    ("H", dt.date(2026, 7, 3), dt.time(13, 30), dt.time(15), "代表小组学习", Audience.DEPUTIES),
    ("P1", dt.date(2026, 7, 8), dt.time(18, 30), dt.time(20), "小区议事会：楼道堆物怎么办", Audience.RESIDENTS),
)


def furnish(cast: Cast) -> None:
    """Enter the network, the courtyard, the chart and a working method; the town must be in scope."""
    office = cast.somebody(roles.CONGRESS_OFFICE)
    town = Place.objects.get(kind=PlaceKind.TOWN)
    courtyard = SetCourtyard(
        actor=office, code="Y1", name="示例镇共享庭院", place=town, address="青枫路1号（虚构）",
        about="代表之家、党群服务中心和文化中心共用一个院子。",
    ).execute()  # fmt: skip
    home = _venue(office, "H", VenueKind.HOME, "示例镇人大代表之家", town, _HOME_WEEK, courtyard=courtyard)
    for code, kind, name, week in _PARTNERS:
        _venue(office, code, kind, name, town, week, courtyard=courtyard)
    for code, name, week in _ROOMS:
        _venue(office, code, VenueKind.ROOM, name, town, week, courtyard=courtyard, parent=home)
    _stations(office, home)
    _chart(office)
    _method(office)
    _calendar(office)


def _venue(
    office: Actor,
    code: str,
    kind: str,
    name: str,
    place: Place,
    week: str,
    *,
    parent: Venue | None = None,
    courtyard: Courtyard | None = None,
) -> Venue:
    """One venue with its week."""
    facts = VenueFacts(
        kind=kind, name=name, place=place, parent=parent, courtyard=courtyard, opened_on=_OPENED,
        liaison=f"{place.label}联络员", head=_head(place),
    )  # fmt: skip
    venue = SetVenue(actor=office, code=code, facts=facts).execute()
    SetHours(actor=office, venue=venue, week=week).execute()
    return venue


def _head(place: Place) -> Deputy | None:
    """The first deputy who keeps in touch with the place; nobody for the whole town."""
    near = contacts_on(_OPENED).filter(place_id=place.pk).select_related("deputy").order_by("deputy__sort")
    first = near.first()
    return first.deputy if first is not None else None


def _stations(office: Actor, home: Venue) -> None:
    """A station for each area and a point for each neighbourhood; deputies belong where they keep in touch."""
    members: dict[int, list[Deputy]] = {}
    for contact in contacts_on(_OPENED).select_related("deputy").order_by("deputy__sort"):
        members.setdefault(contact.place_id, []).append(contact.deputy)
    points = 0
    for index, area in enumerate(Place.objects.filter(kind=PlaceKind.AREA).order_by("sort", "id")):
        week = f"周{_DAYS[index % 5]} 14:00-16:00 代表接待\n周{_DAYS[(index + 2) % 5]} 9:00-11:00"
        station = _venue(office, f"S{index + 1}", VenueKind.STATION, f"{area.label}代表联络站", area, week, parent=home)
        inside: list[Deputy] = []
        for place in Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, parent=area).order_by("sort", "id"):
            points += 1
            week = f"周{_DAYS[points % 5]} 9:00-10:30 代表接待"
            point = _venue(
                office, f"D{points:02d}", VenueKind.POINT, f"{place.label}代表联系点", place, week, parent=station
            )
            here = members.get(place.pk, [])
            inside += here
            SetMembers(actor=office, venue=point, deputies=tuple(dict.fromkeys(here))).execute()
        SetMembers(actor=office, venue=station, deputies=tuple(dict.fromkeys(inside))).execute()
    SetMembers(actor=office, venue=home, deputies=tuple(deputies_on(_OPENED))).execute()


def _chart(office: Actor) -> None:
    for sort, (body, title, holder, duties) in enumerate(_POSTS):
        EnterPost(
            actor=office, body=body, title=title, holder=holder, duties=duties, sort=sort, valid_from=_OPENED
        ).execute()


def _method(office: Actor) -> None:
    method: Method = SetMethod(
        actor=office, code="sanhua", name="“三化”工作法（演示文字）", lead="标准化、规范化、信息化。", is_public=True
    ).execute()
    for title, text, measures in _PILLARS:
        pillar = SetPart(actor=office, method=method, title=title, text=text).execute()
        for measure in measures:
            SetPart(actor=office, method=method, parent=pillar, title=measure).execute()


def _calendar(office: Actor) -> None:
    for code, day, begins, ends, title, audience in _EVENTS:
        PlanEvent(
            actor=office, venue=Venue.objects.get(code=code), title=title, audience=audience,
            starts_at=dt.datetime.combine(day, begins, TOWN_TZ).astimezone(UTC),
            ends_at=dt.datetime.combine(day, ends, TOWN_TZ).astimezone(UTC),
        ).execute()  # fmt: skip


def show_evidence(office: Actor) -> None:
    """What shows that the measures of the working method are kept: receptions and activities held, the June round."""
    receptions = Reception.objects.filter(state=ReceptionState.CLOSED).order_by("-starts_at")[:2]
    activities = Activity.objects.filter(state=ActivityState.HELD, kind="training").order_by("-starts_on")[:1]
    rounds = Round.objects.filter(state=RoundState.TRANSFERRED)
    shown = {
        "接待提前三天通知": [("reception", one.pk) for one in receptions],
        "原话不改写": [("activity", one.pk) for one in activities],
        "上轮意见先反馈": [("contact_round", one.pk) for one in rounds],
    }
    for part in MethodPart.objects.filter(is_current=True):
        for kind, pk in shown.get(part.title, ()):
            CiteEvidence(actor=office, part=part, kind=kind, object_id=pk).execute()

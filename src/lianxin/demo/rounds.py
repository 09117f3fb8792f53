"""The contact rounds of the example town: last winter's, the June round, the autumn round being prepared. Invented.

Played beside the residents' opinions: what was said in June is recorded by the script of the opinions, and the round's
own acts (the notice, the visits, the lists, the transfer) fall between at their moments.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from lianxin.cases.models import Case, Opinion
from lianxin.contact.models import (
    AgendaItem,
    AgendaKind,
    GuestKind,
    Presence,
    Round,
    RoundDeputy,
    Visit,
    VisitDeputy,
    VisitItem,
)
from lianxin.contact.results.actions import CloseRound, SetLevel, TakeIn, TransferRound
from lianxin.contact.results.earlier import TakeInRound, TakeInTeams
from lianxin.contact.rounds.actions import BeginRound, Frame, GatherRound, PlanRound
from lianxin.contact.rounds.agenda import CiteRecord, RecordQuestion, SetItem
from lianxin.contact.rounds.announcing import AnnounceRound, PrepareVisit
from lianxin.contact.rounds.assigning import AdoptDraft, KeepDraft
from lianxin.contact.rounds.drafts import work_out
from lianxin.contact.rounds.people import NotePlenary, SetPerson
from lianxin.contact.visits.actions.confirming import AnswerRemark, ConfirmVisit
from lianxin.contact.visits.actions.moves import BeginVisit, EndVisit, ListVisit, NoteVisitAttendance
from lianxin.contact.visits.actions.telling import TellResult
from lianxin.demo.beside import Act, Acts, moment_of
from lianxin.demo.cast import Cast
from lianxin.demo.play import read_lines
from lianxin.deputies.models import Level
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind

Row = dict[str, Any]
WINTER, JUNE = "round-2025-2", "round-2026-1"
#: The plenary in June, as the occasions tell it: kind, title, minutes, who speaks, what is said (of a film nothing).
REPORT: Final = "通报上一次意见办理情况"
AGENDA: Final = (
    (AgendaKind.FILM, "专题片《走进居民区》", 15, "", ""),
    (AgendaKind.BRIEFING, "通报上半年重点工作", 15, "副镇长", "防汛、为老服务和小区安全三方面的进展，和下半年的安排。"),
    (AgendaKind.BRIEFING, REPORT, 15, "镇人大副主席", "去年冬天听到的意见逐件说明：办好的、有承诺的、办不了的和原因。"),
    (AgendaKind.ARRANGEMENT, "分赴33个居民区", 5, "镇人大办", "先反馈上次意见，再走访小区、听新的意见；现场逐条记下。"),
)  # fmt: skip
QUESTIONS: Final = (
    ("D02", "承诺今年办的几件，什么时候回头看？", "十月那一轮之前逐件核实，结果写进上轮反馈单。"),
    ("D07", "居民说“没有解决”的，谁来盯？", ""),
)
#: Classes whose matters are the district's or the city's; the others are the town's. Invented for the example.
DISTRICT: Final = ("traffic", "health", "planning")
CITY: Final = ("jobs",)
#: Lists of so many neighbourhoods come on the next morning, the others on the second working day.
QUICK: Final = 27
#: Every so-many-th deputy has not confirmed yet.
NOT_YET: Final = 7
#: The neighbourhoods of the autumn round that have already named who records.
PREPARED: Final = 9


class Rounds(Acts):
    """Takes the acts of the rounds as their moments come."""

    def __init__(self, cast: Cast) -> None:
        """Read the occasions and put the acts in the order of time."""
        self.cast = cast
        data = json.loads(files("lianxin.demo").joinpath("data/occasions.json").read_text(encoding="utf-8"))
        came = data["residents_received"]
        self._told: dict[str, Row] = {one["code"]: one | {"came": came.get(one["code"])} for one in data["occasions"]}
        super().__init__("round", self._acts())

    def _acts(self) -> Iterator[Act]:
        first, second = transfers(JUNE)
        yield Act(moment_of("2025-12-15T09:10"), "winter", self.winter)
        yield Act(moment_of("2026-05-20T09:30"), "winter's end", self.winters_end)
        yield Act(moment_of("2026-05-25T10:00"), "plan", self.plan)
        yield Act(moment_of("2026-06-02T09:40"), "agenda", self.agenda)
        yield Act(moment_of("2026-06-02T10:00"), "announce", self.announce)
        yield Act(moment_of("2026-06-05T09:00"), "prepare", self.prepare)
        yield Act(moment_of("2026-06-11T13:25"), "begin", self.begin)
        yield Act(moment_of("2026-06-11T14:20"), "go", self.go)
        yield Act(moment_of("2026-06-11T17:05"), "end", self.end)
        yield Act(moment_of("2026-06-11T20:00"), "confirm", self.confirm)
        yield Act(moment_of("2026-06-12T08:20"), "lists", lambda: self.give_in(QUICK))
        yield Act(first, "transfer", lambda: self.transfer(first.date(), "六处居民区的清单明天补齐，先转已经核好的"))
        yield Act(moment_of("2026-06-15T08:20"), "late lists", lambda: self.give_in(None))
        yield Act(second, "second transfer", lambda: self.transfer(second.date(), ""))
        yield Act(moment_of("2026-06-26T10:00"), "autumn", self.autumn)
        yield Act(moment_of("2026-06-29T14:00"), "autumn prepared", self.autumn_prepared)

    # --- who and where ----------------------------------------------------------------------------

    @property
    def _office(self) -> Any:
        return self.cast.somebody(roles.CONGRESS_OFFICE)

    def _places(self) -> dict[str, Place]:
        return {code: one for (kind, code), one in self.cast.places.items() if kind == PlaceKind.NEIGHBOURHOOD}

    def _teams(self, code: str) -> dict[int, list[int]]:
        places = self._places()
        return {
            places[row["neighbourhood"]].pk: [self.cast.deputies[one].pk for one in row["deputies"]]
            for row in self._told[code]["assignments"]
        }

    def _guests(self, code: str) -> dict[int, int]:
        """The guests that came, spread over the neighbourhoods."""
        places = sorted(self._teams(code))
        whole, rest = divmod(self._told[code]["came"], len(places))
        return {pk: whole + (at < rest) for at, pk in enumerate(places)}

    def _frame(self, code: str) -> Frame:
        told = self._told[code]
        begins = dt.datetime.fromisoformat(told["start"])
        return Frame(
            name=told["name"], year=told["year"], ordinal=told["number"], day=begins.date(), theme=told["theme"],
            ordered_by=told["ordered_by"], reported_to=told["reported_to"], meeting_place=told["place"][:80],
            plenary_from=begins.time(), visits_from=dt.time(14, 0), visits_until=dt.time(17, 0), sessions=(870, 950),
        )  # fmt: skip

    def _round(self, code: str = JUNE) -> Round:
        return Round.objects.get(name=self._told[code]["name"])

    def _visits(self, one: Round) -> Iterator[tuple[Visit, Any]]:
        """Every visit of a round with its neighbourhood's secretary."""
        for visit in Visit.objects.filter(round=one.pk).select_related("place", "round").order_by("place__sort", "id"):
            yield visit, self.cast.at(roles.SECRETARY, visit.place.code)

    # --- last winter ------------------------------------------------------------------------------

    def winter(self) -> None:
        """Held before the system was there: taken in, with what was said; its matters had gone to the desk already."""
        one = TakeInRound(
            actor=self._office, frame=self._frame(WINTER), places=list(self._places().values()),
            teams=self._teams(WINTER), guests=self._guests(WINTER),
        ).execute()  # fmt: skip
        TakeIn(actor=self._office, round=one).execute()
        TransferRound(actor=self._office, round=one).execute()

    def winters_end(self) -> None:
        """Every word of last winter is answered and told, or under a promise."""
        CloseRound(actor=self._office, round=self._round(WINTER)).execute()

    # --- June -------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Planned, and the teams as they were put together by contact communities."""
        one = PlanRound(actor=self._office, frame=self._frame(JUNE)).execute()
        TakeInTeams(actor=self._office, round=one, teams=self._teams(JUNE)).execute()

    def agenda(self) -> None:
        """The plenary: a film by title and minutes, two reports; the second refers to last winter's round."""
        one, winter = self._round(), self._round(WINTER)
        for kind, title, minutes, speaker, text in AGENDA:
            SetItem(
                actor=self._office, round=one, kind=kind, title=title, minutes=minutes, speaker=speaker, text=text
            ).execute()
        told = AgendaItem.objects.get(round=one.pk, title=REPORT)
        CiteRecord(actor=self._office, round=one, item=told, kind="contact_round", object_id=winter.pk).execute()

    def announce(self) -> None:
        """The notice."""
        AnnounceRound(actor=self._office, round=self._round()).execute()

    def prepare(self) -> None:
        """Every neighbourhood says where one meets, who records, how many are asked."""
        recorders = {row["neighbourhood"]: row["recorder"] for row in self._told[JUNE]["assignments"]}
        guests = self._guests(JUNE)
        for visit, secretary in self._visits(self._round()):
            PrepareVisit(
                actor=secretary, visit=visit, meeting_point=f"{visit.place.label}居民活动室", is_ready=True,
                recorder_label=recorders[visit.place.code],
                invited={GuestKind.REPRESENTATIVES: guests[visit.place_id] + 1},
            ).execute()  # fmt: skip

    def begin(self) -> None:
        """The plenary: one deputy comes later, straight to the visit."""
        one = self._round()
        BeginRound(actor=self._office, round=one).execute()
        expected = list(RoundDeputy.objects.filter(round=one.pk).order_by("deputy__sort", "id"))
        came = {row.deputy_id: Presence.PRESENT for row in expected}
        came[expected[-1].deputy_id] = Presence.LEAVE
        NotePlenary(actor=self._office, round=one, presence=came).execute()
        for asked, question, answer in QUESTIONS:
            RecordQuestion(
                actor=self._office, round=one, item=AgendaItem.objects.get(round=one.pk, title=REPORT),
                asked_by=self.cast.deputies[asked].display_name, question=question,
                answered_by="镇人大副主席" if answer else "", answer=answer,
            ).execute()  # fmt: skip

    def go(self) -> None:
        """Everybody sets out; what became of last winter's words is told first."""
        old = list(VisitItem.objects.filter(visit__round=self._round(WINTER).pk, same_as=None).select_related("visit"))
        for visit, secretary in self._visits(self._round()):
            BeginVisit(actor=secretary, visit=visit).execute()
            for item in old:
                if item.visit.place_id == visit.place_id:
                    TellResult(actor=secretary, visit=visit, case_id=item.case_id).execute()

    def end(self) -> None:
        """Who came is written down, the visits end, what was said stands on their lists."""
        one, guests = self._round(), self._guests(JUNE)
        for visit, secretary in self._visits(one):
            going = VisitDeputy.objects.filter(visit=visit.pk).values_list("pk", flat=True)
            presence = dict.fromkeys(going, Presence.PRESENT)
            NoteVisitAttendance(
                actor=secretary, visit=visit, presence=presence,
                guests={GuestKind.REPRESENTATIVES: guests[visit.place_id]},
            ).execute()  # fmt: skip
            EndVisit(actor=secretary, visit=visit).execute()
        TakeIn(actor=self._office, round=one).execute()
        GatherRound(actor=self._office, round=one).execute()

    def confirm(self) -> None:
        """Most deputies have looked at the list of their visit; two had something to add."""
        codes = {one.pk: code for code, one in self.cast.deputies.items()}
        rows = VisitDeputy.objects.filter(visit__round=self._round().pk).exclude(level=Level.TOWN)
        rows = rows.select_related("visit__round", "visit__place").order_by("visit__place__sort", "deputy__sort", "id")
        for at, row in enumerate(rows):
            if at % NOT_YET == NOT_YET - 1:
                continue
            more = ("楼道里的灯也暗，老人看不清台阶。",) if at == 3 else ()
            ConfirmVisit(
                actor=self.cast.deputy(codes[row.deputy_id]), visit=row.visit, deputy_id=row.deputy_id, additions=more
            ).execute()
            for remark in row.remarks.all():
                AnswerRemark(
                    actor=self.cast.at(roles.SECRETARY, row.visit.place.code), visit=row.visit, remark=remark,
                    taken=False, answer="已经并到清单里的同一条，一起转。",
                ).execute()  # fmt: skip

    def give_in(self, most: int | None) -> None:
        """The neighbourhoods give their lists in."""
        waiting = [pair for pair in self._visits(self._round()) if pair[0].state == "held"]
        for visit, secretary in waiting[:most]:
            ListVisit(actor=secretary, visit=visit).execute()

    def transfer(self, day: dt.date, reason: str) -> None:
        """The office writes down whose power each matter is, and sends those that were ready on that day in one act."""
        one = self._round()
        keys = [f"demo-{key}" for key in sent_on(JUNE, day)]
        ids = list(Opinion.objects.filter(client_key__in=keys).order_by("id").values_list("case_id", flat=True))
        tops = dict(Case.objects.filter(pk__in=ids).values_list("pk", "category__code"))
        levels: dict[str, list[int]] = {}
        for pk in ids:
            top = (tops[pk] or "").partition(".")[0]
            level = "district" if top in DISTRICT else "city" if top in CITY else "town"
            levels.setdefault(level, []).append(pk)
        for level, some in sorted(levels.items()):
            SetLevel(actor=self._office, round=one, case_ids=some, level=level).execute()
        TransferRound(actor=self._office, round=one, case_ids=ids, reason=reason).execute()

    # --- autumn -----------------------------------------------------------------------------------

    def autumn(self) -> None:
        """Planned and assigned by the built-in planner; one deputy is on leave."""
        frame = replace(
            self._frame(JUNE), name="2026年第二次市、区人大代表集中联系社区活动", ordinal=2, day=dt.date(2026, 10, 22),
            theme="电动自行车充电、为老服务",
        )  # fmt: skip
        one = PlanRound(actor=self._office, frame=frame).execute()
        absent = self.cast.deputies["D05"]
        SetPerson(actor=self._office, round=one, deputy=absent, away=True, away_because="出国访问").execute()
        made = replace(work_out(Round.objects.get(pk=one.pk), "fallback"), milliseconds=0)
        draft = KeepDraft(actor=self._office, round=one, made=made).execute()
        AdoptDraft(actor=self._office, round=one, draft=draft).execute()

    def autumn_prepared(self) -> None:
        """Announced; some neighbourhoods have named who records."""
        one = Round.objects.order_by("-day")[0]
        AnnounceRound(actor=self._office, round=one).execute()
        for at, (visit, secretary) in enumerate(self._visits(one)):
            if at < PREPARED:
                PrepareVisit(
                    actor=secretary, visit=visit, meeting_point=f"{visit.place.label}居民活动室",
                    recorder_label=f"记录员{at + 1:02d}号", invited={GuestKind.REPRESENTATIVES: 5},
                ).execute()  # fmt: skip


def sent_on(code: str, day: dt.date) -> list[str]:
    """The keys of an occasion's opinions that the script transfers on a day."""
    said = {row["key"] for row in read_lines("opinions.jsonl") if row["occasion"] == code}
    return [
        fate["key"]
        for fate in read_lines("fates.jsonl")
        if fate["key"] in said
        for step in fate["steps"]
        if step["do"] == "transfer" and dt.datetime.fromisoformat(step["at"]).date() == day
    ]


def transfers(code: str) -> tuple[dt.datetime, dt.datetime]:
    """Shortly before the script's first transfer on each of the two days on which an occasion's matters went."""
    said = {row["key"] for row in read_lines("opinions.jsonl") if row["occasion"] == code}
    moments = sorted(
        dt.datetime.fromisoformat(step["at"])
        for fate in read_lines("fates.jsonl")
        if fate["key"] in said
        for step in fate["steps"]
        if step["do"] == "transfer"
    )
    minute = dt.timedelta(minutes=1)
    last = moments[-1].date()
    return moments[0] - minute, next(one for one in moments if one.date() == last) - minute

"""Half a year in the home of the deputies: receptions, activities, files looked at, matters carried to the district.

``data/home_life.jsonl`` has a line a reception, an activity or a file, each with its steps and their moments.  What
residents said at a reception is a line of ``opinions.jsonl``; it is heard there, at the reception it belongs to.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from lianxin.cases.models import Case
from lianxin.cases.receipts import Receipt
from lianxin.core.clock import TOWN_TZ, UTC, today
from lianxin.demo import beside
from lianxin.demo.cast import Cast
from lianxin.demo.opinions import recording
from lianxin.demo.play import Cue, read_lines
from lianxin.deputies.models import Deputy
from lianxin.home.handing.actions import ReportMatter, TakeMatter
from lianxin.home.models import (
    Activity,
    Attendance,
    Exit,
    HandedMatter,
    PerformanceEntry,
    Presence,
    Reception,
    Venue,
    Visitor,
)
from lianxin.home.performance import actions as performance
from lianxin.home.performance import workflow as files
from lianxin.home.performance.actions.entries import notify_all
from lianxin.home.receptions import actions as receptions
from lianxin.home.receptions.visitors import Hear, Left, SignIn
from lianxin.people import roles
from lianxin.places.models import PlaceKind

Row = dict[str, Any]
SCRIPT: Final = "home_life.jsonl"
#: What a line of the opinions tells the cases besides words that the reception knows itself.
_TOLD: Final = (
    "words", "kind", "category", "tags", "place_id", "place_note", "track", "spoken_on", "summary", "points",
    "on_behalf_of", "urgent", "confidential", "consent_text", "consent_name", "contact_name", "contact", "client_key",
)  # fmt: skip
#: Lines that leave a reception by another door than the office's list: exit, who carries it.
_EXITS: Final = {"op-0081": (Exit.CITY, "C01"), "op-0115": (Exit.DISTRICT, "D01"), "op-0185": (Exit.ON_THE_SPOT, "")}


def cues() -> Iterator[Cue]:
    """Every step of every line."""
    for row in read_lines(SCRIPT):
        for number, step in enumerate(row["steps"]):
            yield Cue(dt.datetime.fromisoformat(step["at"]), row["key"], number, step)


class Course(beside.Course):
    """Takes the steps as their moments come, and hears what is said at receptions."""

    def __init__(self, cast: Cast) -> None:
        """Who acts."""
        super().__init__(cues())
        self.cast = cast
        self.office = cast.somebody(roles.CONGRESS_OFFICE)
        self.rows: dict[str, Row] = {row["key"]: row for row in read_lines(SCRIPT)}
        self.made: dict[str, int] = {}
        self.cases: dict[str, int] = {}
        self.on_the_spot = {
            fate["key"]: step["text"]
            for fate in read_lines("fates.jsonl")
            for step in fate["steps"]
            if step["do"] == "answer_on_spot"
        }

    def take(self, cue: Cue) -> None:
        """Take one step."""
        what = self.rows[cue.key]["what"]
        kinds: dict[str, Callable[[Cue], None]] = {
            "reception": self._reception, "activity": self._activity, "file": self._file, "handed": self._handed,
        }  # fmt: skip
        kinds[what](cue)

    def _deputies(self, codes: list[str]) -> list[Deputy]:
        return [self.cast.deputies[code] for code in codes]

    # --- receptions ---------------------------------------------------------------------------

    def _reception(self, cue: Cue) -> None:
        step, row = cue.step, self.rows[cue.key]
        if step["do"] == "plan":
            self.made[cue.key] = self._plan(row, step).pk
            return
        one = Reception.objects.get(pk=self.made[cue.key])
        if step["do"] in {"elsewhere", "hear", "left"}:
            self._visitor(one, step)
        else:
            self._move(one, step)

    def _plan(self, row: Row, step: Row) -> Reception:
        def moment(time: str) -> dt.datetime:
            day = dt.date.fromisoformat(row["day"])
            return dt.datetime.combine(day, dt.time.fromisoformat(time), TOWN_TZ).astimezone(UTC)

        return receptions.PlanReception(
            actor=self.office, venue=Venue.objects.get(code=row["venue"]), topic=row["topic"],
            starts_at=moment(row["opens"]), ends_at=moment(row["closes"]), capacity=row["capacity"],
            deputies=tuple(self._deputies(step["deputies"])),
            units=tuple(self.cast.units[code] for code in step["units"]),
        ).execute()  # fmt: skip

    def _move(self, one: Reception, step: Row) -> None:
        with_office: Row = {"actor": self.office, "reception": one}
        code, people = step["do"], self.cast.deputies
        if code == "answer":
            actor = self.cast.deputy(step["deputy"])
            receptions.AnswerInvitation(
                actor=actor, reception=one, deputy=people[step["deputy"]], comes=step["comes"], reason=step["reason"]
            ).execute()
        elif code == "ask":
            receptions.Ask(**with_office, deputy=people[step["deputy"]], stands_in_for=people[step["for"]]).execute()
        elif code == "attendance":
            came = tuple(people[deputy].pk for deputy in step["came"])
            receptions.NoteAttendance(**with_office, came=came).execute()
        else:
            moves = {
                "announce": receptions.AnnounceReception, "close": receptions.CloseReception,
                "cancel": receptions.CancelReception,
            }  # fmt: skip
            moves[code](**with_office, reason=step.get("reason", "")).execute()

    def _visitor(self, one: Reception, step: Row) -> None:
        guest = SignIn(actor=self.office, reception=one).execute()
        if step["do"] == "left":
            Left(actor=self.office, reception=one, visitor=guest).execute()
        elif step["do"] == "elsewhere":
            Hear(
                actor=self.office, reception=one, visitor=guest, exit=Exit.ELSEWHERE, address=step["address"],
                told=step["told"],
            ).execute()  # fmt: skip
        else:
            place = self.cast.places[PlaceKind.NEIGHBOURHOOD, step["place"]]
            said = {name: step[name] for name in ("words", "category", "summary")}
            record = {**said, "kind": "problem", "place_id": place.pk, "read_back": True}
            self._hear(one, guest, step["exit"], step["deputy"], record)

    def _hear(self, one: Reception, guest: Visitor, code: str, carrier: str, record: Row, told: str = "") -> Hear:
        action = Hear(
            actor=self.office, reception=one, visitor=guest, exit=code, told=told, record=record,
            deputy=self.cast.deputies[carrier] if carrier else None,
        )  # fmt: skip
        action.execute()
        return action

    def hear(self, row: Row, step: Row) -> Receipt | None:
        """What a line of the opinions says at one of these receptions; nothing for any other line."""
        key = row["occasion"] or ""
        alone = f"{key}b"
        if alone in self.made and row["deputies"] == self.rows[alone]["steps"][0]["deputies"]:
            key = alone
        if row["channel"] != "reception" or key not in self.made:
            return None
        one = Reception.objects.get(pk=self.made[key])
        guest = SignIn(actor=self.office, reception=one).execute()
        plain = recording(row, step, self.cast)
        record = {name: getattr(plain, name) for name in _TOLD} | {"read_back": True}
        code, carrier = _EXITS.get(row["key"], (Exit.OFFICE, ""))
        told = self.on_the_spot[row["key"]][:200] if code == Exit.ON_THE_SPOT else ""
        receipt = self._hear(one, guest, code, carrier, record, told).receipt
        if receipt is not None:
            self.cases[row["key"]] = receipt.case_id
        return receipt

    # --- activities ---------------------------------------------------------------------------

    def _activity(self, cue: Cue) -> None:
        step, row = cue.step, self.rows[cue.key]
        if step["do"] == "plan":
            ends = dt.date.fromisoformat(row["ends"]) if row["ends"] else None
            self.made[cue.key] = (
                performance.PlanActivity(
                    actor=self.office, kind=row["kind"], title=row["title"], organiser=row["organiser"],
                    where=row["where"], starts_on=dt.date.fromisoformat(row["day"]), ends_on=ends,
                    deputies=self._deputies(step["deputies"]),
                ).execute().pk
            )  # fmt: skip
            return
        one = Activity.objects.get(pk=self.made[cue.key])
        if step["do"] == "presence":
            marks = self._marks(one, step["marks"])
            performance.NotePresence(actor=self.office, activity=one, marks=marks).execute()
        elif step["do"] == "hold":
            performance.HoldActivity(actor=self.office, activity=one).execute()
        else:
            performance.CancelActivity(actor=self.office, activity=one, reason=step["reason"]).execute()

    @staticmethod
    def _marks(one: Activity, named: Row) -> list[performance.Mark]:
        """Whoever is not named came; of a day still to come only leaves are known."""
        listed = Attendance.objects.filter(activity_id=one.pk).select_related("deputy").order_by("deputy__sort")
        plain: Row = {"state": Presence.PLANNED if one.starts_on > today() else Presence.PRESENT}
        return [performance.Mark(row.deputy_id, **named.get(row.deputy.code, plain)) for row in listed]

    # --- files --------------------------------------------------------------------------------

    def _file(self, cue: Cue) -> None:
        step, code = cue.step, cue.step["do"]
        if code == "hand_out":
            for one in self._deputies(step["deputies"]):
                notify_all(self.office, one, on_paper=True)
        elif code in {"confirm", "signed"}:
            codes = [step["deputy"]] if code == "confirm" else step["deputies"]
            for one in codes:
                self._confirm(one, self.cast.deputy(one) if code == "confirm" else self.office)
        else:
            self._answer(step)

    def _confirm(self, code: str, actor: Any) -> None:
        mine = self.cast.deputies[code].pk
        rows = PerformanceEntry.objects.filter(deputy_id=mine, state=files.NOTIFIED, is_current=True).order_by("id")
        for entry in list(rows):
            performance.ConfirmEntry(actor=actor, entry=entry).execute()

    def _answer(self, step: Row) -> None:
        entry = PerformanceEntry.objects.get(
            deputy_id=self.cast.deputies[step["deputy"]].pk, source_id=self.made[step["entry"]], is_current=True
        )
        said: Row = {"entry": entry, "reason": step["reason"]}
        if step["do"] == "object":
            performance.ObjectToEntry(actor=self.cast.deputy(step["deputy"]), **said).execute()
        elif step["do"] == "object_for":
            performance.ObjectToEntry(actor=self.office, **said).execute()
        elif step["do"] == "uphold":
            performance.UpholdEntry(actor=self.office, **said).execute()
        else:
            performance.CorrectEntry(actor=self.office, presence=step["presence"], **said).execute()

    # --- carried further ----------------------------------------------------------------------

    def _handed(self, cue: Cue) -> None:
        case = Case.objects.get(pk=self.cases[cue.step["case"]])
        one = HandedMatter.objects.select_related("deputy").get(case_id=case.pk)
        actor = self.cast.deputy(one.deputy.code)
        if cue.step["do"] == "take":
            TakeMatter(actor=actor, handed=one).execute()
        else:
            ReportMatter(actor=actor, handed=one, words=cue.step["words"]).execute()

"""What happens in the register: deputies entered, mandates begun, changed and ended, accounts tied."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.core.text import tidy
from lianxin.deputies import rules
from lianxin.deputies.handover.opening import end_contacts, left_without_office, open_for
from lianxin.deputies.models import (
    Constituency,
    ContactPlace,
    Deputy,
    DeputyGroup,
    EndReason,
    Handover,
    Level,
    Mandate,
    Term,
)
from lianxin.deputies.texts import MANDATE_PROBLEMS
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.places.models import Place, PlaceKind
from lianxin.places.policies import must_hold

#: Who keeps the register.
KEEPER: Final = roles.CONGRESS_OFFICE


@dataclass(kw_only=True)
class EnterDeputy(Action[Deputy]):
    """Enter a person into the register; a mandate follows as a step of its own."""

    verb: ClassVar[str] = "deputies.entered"

    code: str
    label: str
    display_name: str
    field_of_work: str = ""
    group: DeputyGroup | None = None

    def check(self) -> None:
        """The code must be free; label and name must not be empty."""
        must_hold(self.actor, KEEPER)
        self.code, self.label = tidy(self.code).strip(), tidy(self.label).strip()
        self.display_name = tidy(self.display_name).strip()
        for name, value, longest in (
            ("code", self.code, 32),
            ("label", self.label, 40),
            ("display_name", self.display_name, 60),
        ):
            if not 1 <= len(value) <= longest:
                raise Invalid.at(name, "length", _("请填写，最多 %(n)d 个字。") % {"n": longest})
        if Deputy.objects.filter(code=self.code).exists():
            raise Invalid.at("code", "taken", _("这个编号已经用过了，请换一个。"))

    def perform(self) -> Deputy:
        """Store the deputy after all others."""
        self.deputy = Deputy(
            code=self.code,
            label=self.label,
            display_name=self.display_name,
            field=self.field_of_work.strip()[:60],
            group=self.group,
            sort=Deputy.objects.count(),
        )
        self.deputy.save(force_insert=True)
        return self.deputy

    def subject(self) -> Subject:
        """The deputy."""
        return Subject("deputy", self.deputy.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The code; the name stays out of the chain."""
        return {"code": self.code}


@dataclass(kw_only=True)
class BeginMandate(Action[Mandate]):
    """Begin a mandate; see ``rules`` for what each level needs."""

    verb: ClassVar[str] = "deputies.mandate_begun"

    deputy: Deputy
    term: Term
    starts_on: dt.date
    constituency: Constituency | None = None
    electing_unit: str = ""

    def lock(self) -> None:
        """Lock the deputy."""
        self.deputy = Deputy.objects.select_for_update().get(pk=self.deputy.pk)

    def check(self) -> None:
        """The rules of the level, and one mandate a term."""
        must_hold(self.actor, KEEPER)
        _refuse(_plan(self.term.level, self.term, self.constituency, self.electing_unit, self.starts_on, None))
        if Mandate.objects.filter(deputy_id=self.deputy.pk, term_id=self.term.pk).exists():
            raise WrongState("twice", _("这位代表在这一届已经有任期了。"))

    def perform(self) -> Mandate:
        """Store the mandate."""
        self.mandate = Mandate(
            deputy=self.deputy,
            level=self.term.level,
            term=self.term,
            constituency=self.constituency,
            electing_unit=self.electing_unit.strip()[:80],
            starts_on=self.starts_on,
        )
        self.mandate.save(force_insert=True)
        wake(self.deputy)
        return self.mandate

    def subject(self) -> Subject:
        """The mandate."""
        return Subject("mandate", self.mandate.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose, which term, where."""
        return {
            "deputy": str(self.deputy.pk),
            "term": self.term.code,
            "constituency": self.constituency.code if self.constituency else "",
            "starts_on": self.starts_on,
        }


@dataclass(kw_only=True)
class MandateAction(Action[Mandate]):
    """Base of changes to a mandate that has begun."""

    mandate: Mandate

    def lock(self) -> None:
        """Re-read the mandate under a row lock."""
        self.mandate = Mandate.objects.select_for_update().get(pk=self.mandate.pk)

    def subject(self) -> Subject:
        """The mandate."""
        return Subject("mandate", self.mandate.pk)


@dataclass(kw_only=True)
class ChangeMandate(MandateAction):
    """Correct a mandate's constituency, electing unit or first day."""

    verb: ClassVar[str] = "deputies.mandate_changed"

    starts_on: dt.date
    constituency: Constituency | None = None
    electing_unit: str = ""

    def check(self) -> None:
        """The rules of the level still hold afterwards."""
        must_hold(self.actor, KEEPER)
        term = self.mandate.term
        ends_on = self.mandate.ends_on
        _refuse(_plan(self.mandate.level, term, self.constituency, self.electing_unit, self.starts_on, ends_on))

    def perform(self) -> Mandate:
        """Store the correction."""
        self.mandate.constituency = self.constituency
        self.mandate.electing_unit = self.electing_unit.strip()[:80]
        self.mandate.starts_on = self.starts_on
        self.mandate.save(update_fields=["constituency", "electing_unit", "starts_on"])
        wake(self.mandate.deputy)
        return self.mandate

    def entry_data(self) -> Mapping[str, object]:
        """What it says now."""
        return {
            "constituency": self.constituency.code if self.constituency else "",
            "electing_unit": self.mandate.electing_unit,
            "starts_on": self.starts_on,
        }


@dataclass(kw_only=True)
class EndMandate(MandateAction):
    """End a mandate on a day, for a reason; what the deputy brought goes on."""

    verb: ClassVar[str] = "deputies.mandate_ended"

    ends_on: dt.date
    reason: EndReason
    note: str = ""
    opens_handover: bool = True
    handover: Handover | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """Once, and not before it began; what has no law of its own says by what it ended."""
        must_hold(self.actor, KEEPER)
        self.note = tidy(self.note).strip()
        if self.mandate.ends_on is not None:
            raise WrongState("ended", _("这个任期已经结束了。"))
        if self.ends_on < self.mandate.starts_on:
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期。"))
        if len(self.note) > 120:
            raise Invalid.at("note", "length", _("最多 %(n)d 个字。") % {"n": 120})
        if self.reason == EndReason.OTHER and not self.note:
            raise Invalid.at("note", "missing", _("选“其他”的，请写明依据。"))

    def perform(self) -> Mandate:
        """Store the end; who holds no other mandate keeps in touch with no place, and a handover waits."""
        self.mandate.ends_on, self.mandate.end_reason, self.mandate.end_note = self.ends_on, self.reason, self.note
        self.mandate.save(update_fields=["ends_on", "end_reason", "end_note"])
        wake(self.mandate.deputy)
        if self.opens_handover and left_without_office(self.mandate):
            self.handover = open_for(self.mandate, self.actor)
            end_contacts(self.mandate.deputy, self.ends_on)
        return self.mandate

    def entry_data(self) -> Mapping[str, object]:
        """When and why; the note stays out of the chain."""
        return {"ends_on": self.ends_on, "reason": str(self.reason)}


@dataclass(kw_only=True)
class SetContactPlaces(Action[Deputy]):
    """Say which neighbourhoods a deputy keeps in touch with from today on."""

    verb: ClassVar[str] = "deputies.contacts_set"

    deputy: Deputy
    places: tuple[Place, ...]

    def lock(self) -> None:
        """Lock the deputy."""
        self.deputy = Deputy.objects.select_for_update().get(pk=self.deputy.pk)

    def check(self) -> None:
        """Neighbourhoods only."""
        must_hold(self.actor, KEEPER)
        if any(place.kind != PlaceKind.NEIGHBOURHOOD for place in self.places):
            raise Invalid.at("places", "kind", _("联系社区要选居民区。"))

    def perform(self) -> Deputy:
        """End what is no longer named, begin what is new."""
        wanted = {place.pk: place for place in self.places}
        present = {
            contact.place_id: contact
            for contact in ContactPlace.objects.filter(deputy_id=self.deputy.pk, valid_to=None)
        }
        for place_id, contact in present.items():
            if place_id not in wanted:
                contact.valid_to = max(contact.valid_from, today() - dt.timedelta(days=1))
                contact.save(update_fields=["valid_to"])
        for place_id, place in wanted.items():
            if place_id not in present:
                self._begin(place)
        wake(self.deputy)
        return self.deputy

    def _begin(self, place: Place) -> None:
        """Begin a contact today, or take up again one that began today."""
        contact = ContactPlace.objects.filter(deputy_id=self.deputy.pk, place_id=place.pk, valid_from=today()).first()
        if contact is None:
            ContactPlace(deputy=self.deputy, place=place, valid_from=today()).save(force_insert=True)
        else:
            contact.valid_to = None
            contact.save(update_fields=["valid_to"])

    def subject(self) -> Subject:
        """The deputy."""
        return Subject("deputy", self.deputy.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The codes of the neighbourhoods."""
        return {"places": sorted(place.code for place in self.places)}


@dataclass(kw_only=True)
class TieAccount(Action[Deputy]):
    """Say which account stands for a deputy, so that the deputy's personal link opens the deputy's face."""

    verb: ClassVar[str] = "deputies.account_tied"

    deputy: Deputy
    account: Account

    def lock(self) -> None:
        """Lock the deputy."""
        self.deputy = Deputy.objects.select_for_update().get(pk=self.deputy.pk)

    def check(self) -> None:
        """One account, one deputy; no administrator's account."""
        must_hold(self.actor, KEEPER, roles.SECURITY_ADMIN)
        if self.account.admin_role:
            raise Invalid.at("account", "administrator", _("管理员账号不能当作代表的账号。"))
        if Deputy.objects.filter(account_id=self.account.pk).exclude(pk=self.deputy.pk).exists():
            raise Invalid.at("account", "taken", _("这个账号已经属于另一位代表。"))

    def perform(self) -> Deputy:
        """Store the tie."""
        self.deputy.account = self.account
        self.deputy.save(update_fields=["account"])
        wake(self.deputy)
        return self.deputy

    def subject(self) -> Subject:
        """The deputy."""
        return Subject("deputy", self.deputy.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which account."""
        return {"account": str(self.account.pk)}


@dataclass(kw_only=True)
class EnterTerm(Action[Term]):
    """Enter a term (届) of one of the three congresses."""

    verb: ClassVar[str] = "deputies.term_entered"

    code: str
    level: str
    name: str
    starts_on: dt.date
    ends_on: dt.date | None = None

    def check(self) -> None:
        """A free code, a name, days in order."""
        must_hold(self.actor, KEEPER)
        self.code, self.name = tidy(self.code).strip(), tidy(self.name).strip()
        if not 1 <= len(self.code) <= 32 or not 1 <= len(self.name) <= 80:
            raise Invalid.at("name", "length", _("请写明代码（最多 32 个字）和名称（最多 80 个字）。"))
        if self.level not in Level.values:
            raise Invalid.at("level", "unknown", _("请选择市、区或镇。"))
        if Term.objects.filter(code=self.code).exists():
            raise Invalid.at("code", "taken", _("这个代码已经用过了，请换一个。"))
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期。"))

    def perform(self) -> Term:
        """Store it."""
        self.term = Term(
            code=self.code, level=self.level, name=self.name, starts_on=self.starts_on, ends_on=self.ends_on
        )
        self.term.save(force_insert=True)
        return self.term

    def subject(self) -> Subject:
        """The term."""
        return Subject("term", self.term.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which congress, from when to when."""
        return {"code": self.code, "level": self.level, "starts_on": self.starts_on, "ends_on": self.ends_on}


@dataclass(kw_only=True)
class EndTerm(Action[Term]):
    """Say on which day a term ends; mandates that still run end with it by the rules of reading, not by this step."""

    verb: ClassVar[str] = "deputies.term_ended"

    term: Term
    ends_on: dt.date

    def lock(self) -> None:
        """Lock the term."""
        self.term = Term.objects.select_for_update().get(pk=self.term.pk)

    def check(self) -> None:
        """Not before it began."""
        must_hold(self.actor, KEEPER)
        if self.ends_on < self.term.starts_on:
            raise Invalid.at("ends_on", "order", _("结束日期不能早于开始日期。"))

    def perform(self) -> Term:
        """Store the day."""
        self.term.ends_on = self.ends_on
        self.term.save(update_fields=["ends_on"])
        return self.term

    def subject(self) -> Subject:
        """The term."""
        return Subject("term", self.term.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Until when."""
        return {"ends_on": self.ends_on}


def _plan(
    level: str,
    term: Term,
    constituency: Constituency | None,
    electing_unit: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> rules.Plan:
    return rules.Plan(
        level=level,
        term_level=term.level,
        term_starts=term.starts_on,
        term_ends=term.ends_on,
        has_constituency=constituency is not None,
        constituency_level=constituency.level if constituency else "",
        electing_unit=electing_unit,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _refuse(plan: rules.Plan) -> None:
    """Raise ``Invalid`` with a sentence at each field that breaks a rule."""
    found = [
        FieldProblem(MANDATE_PROBLEMS[code][0], code, str(MANDATE_PROBLEMS[code][1])) for code in rules.problems(plan)
    ]
    if found:
        raise Invalid(*found)


def wake(deputy: Deputy) -> None:
    """Make the deputy's sessions look at their grants again."""
    if deputy.account_id is not None:
        account = Account.objects.select_for_update().get(pk=deputy.account_id)
        account.access_version += 1
        account.save(update_fields=["access_version"])


__all__ = [
    "KEEPER",
    "BeginMandate",
    "ChangeMandate",
    "EndMandate",
    "EndTerm",
    "EnterDeputy",
    "EnterTerm",
    "SetContactPlaces",
    "TieAccount",
    "wake",
]

"""What belongs to the speaker: adding words, consent, contact data; and looking at it, which is logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from django.db.models import QuerySet

from lianxin.cases import policies, texts
from lianxin.cases.actions import intake
from lianxin.cases.actions.base import CaseAction, at, line, words
from lianxin.cases.actions.ending import add_words
from lianxin.cases.actions.record import new_contact
from lianxin.cases.actions.titles import refind, retitled
from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.cases.sealing import open_contact
from lianxin.core.clock import now
from lianxin.journal.actors import RESIDENT, Actor
from lianxin.journal.errors import FieldProblem, NotAllowed, WrongState
from lianxin.journal.reads import log_read

R = TypeVar("R")


@dataclass(kw_only=True)
class _VoiceAction(CaseAction[R]):
    """An action on one opinion of a case; a resident's code opens only its own."""

    opinion_id: int
    opinion: Opinion = field(init=False, repr=False)

    def lock(self) -> None:
        """The case, then the opinion; ``WrongState`` when they do not belong together."""
        super().lock()
        opinion = Opinion.objects.filter(pk=self.opinion_id, case_id=self.case.pk).first()
        if opinion is None:
            raise WrongState("no_such_case", texts.no_such_case())
        self.opinion = opinion

    def parties(self) -> frozenset[str]:
        """As always, but a resident is a party to the own opinion only."""
        own = frozenset({self.opinion_id}) if self.actor.kind == RESIDENT else frozenset()
        return policies.parties(self.actor, self.case, own)

    def mirror_due(self) -> None:
        """A voice moves no date."""


@dataclass(kw_only=True)
class AddWords(_VoiceAction[Opinion]):
    """Something more, or a correction (``kind`` ``add`` or ``correct``); the first words stay as they are."""

    verb: ClassVar[str] = "case.add_words"
    move_code: ClassVar[str] = "add_words"

    text: str = ""
    kind: str = "add"

    def problems(self) -> Sequence[FieldProblem]:
        """Readable words."""
        self.text = words(self.text)
        found = intake.check_words("text", self.text, required=True)
        return found if self.kind in {"add", "correct"} else [*found, at("kind", "kind_unknown")]

    def change(self) -> Opinion:
        """Keep them beside the first ones, findable."""
        self._digest = add_words(self.opinion, self.kind, self.text, self.actor.label)
        refind(self.case)
        return self.opinion

    def details(self) -> Mapping[str, object]:
        """The digest."""
        return {"opinion": str(self.opinion_id), "words": self._digest, "kind": self.kind}


@dataclass(kw_only=True)
class ChangeConsent(_VoiceAction[Opinion]):
    """Publish the text, the name, neither; or keep the speaker confidential."""

    verb: ClassVar[str] = "case.change_consent"
    move_code: ClassVar[str] = "change_consent"

    consent_text: bool = False
    consent_name: bool = False
    confidential: bool = False

    def check_party(self) -> None:
        """A confidence is lifted by the speaker, or for the speaker by who reads the words already."""
        super().check_party()
        lifts = self.opinion.confidential and not self.confidential and self.actor.kind != RESIDENT
        if lifts and not policies.SEE_WORDS.check(self.actor, self.case):
            raise NotAllowed("not_this_party", texts.not_this_party(self.move.label))

    def problems(self) -> Sequence[FieldProblem]:
        """Confidential excludes public; a public name needs a public text."""
        return intake.check_consent(self.confidential, self.consent_text, self.consent_name)

    def change(self) -> Opinion:
        """Three yes or no; the title and the search follow."""
        if self.confidential != self.opinion.confidential:
            self.case.title = retitled(self.case, self.opinion, confidential=self.confidential)
        for name in ("consent_text", "consent_name", "confidential"):
            setattr(self.opinion, name, getattr(self, name))
        self.opinion.save(update_fields=["consent_text", "consent_name", "confidential"])
        refind(self.case)
        return self.opinion

    def details(self) -> Mapping[str, object]:
        """Which are on."""
        consent = [self.consent_text, self.consent_name, self.confidential]
        return {"opinion": str(self.opinion_id), "consent": consent}


@dataclass(kw_only=True)
class GiveContact(_VoiceAction[ResidentContact]):
    """Leave, or correct, how to be reached."""

    verb: ClassVar[str] = "case.give_contact"
    move_code: ClassVar[str] = "give_contact"

    name: str = ""
    contact: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A number or address somebody can use."""
        self.name, self.contact = line(self.name), line(self.contact)
        found = intake.long_lines({"contact_name": self.name, "contact": self.contact})
        if not self.contact:
            return [*found, at("contact", "contact_unreadable")]
        return found + intake.check_contact(self.name, self.contact)

    def change(self) -> ResidentContact:
        """Replace what was there."""
        fresh = new_contact(self.opinion, self.name, self.contact)
        known = ResidentContact.objects.filter(opinion_id=self.opinion_id).first()
        if known is not None:
            fresh.id = known.pk
        fresh.save(force_insert=known is None, force_update=known is not None)
        self._digest = fresh.digest
        return fresh

    def details(self) -> Mapping[str, object]:
        """The salted digest."""
        return {"opinion": str(self.opinion_id), "contact": self._digest}


@dataclass(kw_only=True)
class DeleteContact(_VoiceAction[None]):
    """Erase how to be reached, at once and for good; the matter goes on."""

    verb: ClassVar[str] = "case.delete_contact"
    move_code: ClassVar[str] = "delete_contact"

    def change(self) -> None:
        """Both texts, the mask and the salt go; the digest in the log means nothing without it."""
        erase(ResidentContact.objects.filter(opinion_id=self.opinion_id, erased_at=None))

    def details(self) -> Mapping[str, object]:
        """Whose."""
        return {"opinion": str(self.opinion_id)}


def erase(contacts: QuerySet[ResidentContact]) -> int:
    """Erase contact data so that nothing of it is left anywhere; how many rows."""
    return contacts.update(
        name_cipher="", contact_cipher="", masked="", salt="", digest="", expires_on=None, erased_at=now()
    )


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact data in clear, for the one page that asked for it."""

    name: str
    contact: str


def read_contact(actor: Actor, case: Case, opinion_id: int, reason: str) -> Contact:
    """Show contact data to somebody who may see it, after writing down who looked and why.

    Raises ``NotAllowed``, ``Invalid`` at ``reason`` (none given) or ``WrongState`` (none left, or erased).  Must not
    run inside a transaction: the look is recorded even if the page fails.
    """
    if not policies.READ_CONTACT.check(actor, case):
        raise NotAllowed("not_this_party", texts.may_not_read_contact())
    own = {f"opinion__{name}": value for name, value in case.voices_where.items()}
    rows = ResidentContact.objects.select_related("opinion").filter(opinion_id=opinion_id, **own, erased_at=None)
    row = rows.first()
    if row is None:
        raise WrongState("no_contact", texts.problem("no_contact"))
    if row.opinion.confidential and not policies.SEE_WORDS.check(actor, case):
        raise NotAllowed("not_this_party", texts.may_not_read_contact())
    log_read(actor, "opinion", opinion_id, "contact", reason)
    return Contact(open_contact(row.name_cipher, opinion_id), open_contact(row.contact_cipher, opinion_id))

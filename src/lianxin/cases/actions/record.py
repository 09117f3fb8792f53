"""Hearing: somebody speaks, and in one transaction there is an opinion, a case, a number, a code and a clock."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases import lists, origins, policies, rules, texts, workflow
from lianxin.cases.actions import intake
from lianxin.cases.actions.base import KIND, at, line, refusal
from lianxin.cases.actions.titles import title_of
from lianxin.cases.models import (
    AskedPoint,
    Case,
    Opinion,
    OpinionDeputy,
    OpinionTag,
    ResidentContact,
    Source,
    Track,
)
from lianxin.cases.notices import facts_of
from lianxin.cases.numbers import case_number
from lianxin.cases.receipts import Receipt, receipt_of
from lianxin.cases.sealing import code_digest, fingerprint, seal_code, seal_contact
from lianxin.clocks.rulesets import limits
from lianxin.clocks.service import Clocks
from lianxin.core.clock import now, today
from lianxin.core.hashing import new_salt, salted_digest
from lianxin.core.ids import query_code, random_token
from lianxin.core.masking import mask, mask_name, mask_phone
from lianxin.core.text import shorten
from lianxin.deputies.models import Deputy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed
from lianxin.places.models import Category, Place
from lianxin.records.search import index


@dataclass(kw_only=True)
class RecordOpinion(Action[Receipt]):
    """Write down what a resident said, or what a deputy saw.

    ``words`` are the resident's own, kept as typed (only tidied); ``observation`` is what a deputy saw, with the
    deputy in ``deputy_ids``.  ``place_id``, ``category`` and ``kind`` may stay open for a person.  ``client_key`` is
    the random key a form, a phone or an import row brings: the same key again gives the same receipt.  Raises
    ``Invalid`` with a sentence for every field, or ``NotAllowed``.
    """

    verb: ClassVar[str] = "case.recorded"

    words: str = ""
    observation: str = ""
    kind: str = lists.UNKNOWN
    category: str = ""
    tags: Sequence[str] = ()
    place_id: int | None = None
    place_note: str = ""
    channel: str = "web"
    track: str = Track.RESIDENT
    occasion: str = ""
    spoken_on: dt.date | None = None
    summary: str = ""
    points: Sequence[str] = ()
    deputy_ids: Sequence[int] = ()
    deputy_opinion: str = ""
    recorder_label: str = ""
    on_behalf_of: str = ""
    read_back: bool = False
    urgent: bool = False
    confidential: bool = False
    consent_text: bool = False
    consent_name: bool = False
    contact_name: str = ""
    contact: str = ""
    outside_number: str = ""
    client_key: str = ""

    case: Case = field(init=False, repr=False)
    opinion: Opinion = field(init=False, repr=False)
    _place: Place | None = field(init=False, default=None, repr=False)
    _category: Category | None = field(init=False, default=None, repr=False)
    _deputies: list[Deputy] = field(init=False, default_factory=list, repr=False)
    _book: lists.Book = field(init=False, repr=False)
    _digest: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        """Tidy what was typed, once; a client's key is the idempotency key."""
        self.words, self.observation = intake.tidy_text(self.words), intake.tidy_text(self.observation)
        self.deputy_opinion = intake.tidy_text(self.deputy_opinion)
        for name in intake.LINES:
            setattr(self, name, line(getattr(self, name)))
        self.points = intake.tidy_points(self.points)
        self.tags = tuple(dict.fromkeys(self.tags))
        own = policies.deputy_ids(self.actor)
        self.deputy_ids = tuple(dict.fromkeys((*self.deputy_ids, *sorted(own))))
        self.once = self.once or self.client_key or None

    @property
    def _move(self) -> workflow.Move:
        return workflow.BY_CODE["record_hotline" if self.track == Track.HOTLINE else "record"]

    def check(self) -> None:
        """The right party, every field, and either words or an observation."""
        parties = policies.parties(self.actor)
        system = workflow.SYSTEM in parties
        if not system and not parties & frozenset(self._move.actors):
            raise NotAllowed("not_this_party", texts.not_this_party(self._move.label))
        problems = self._problems()
        if problems:
            raise Invalid(*problems)
        facts = rules.Facts(words=self.words, observation=self.observation, deputies=len(self._deputies))
        if not rules.words_or_observation(facts):
            raise refusal("words_or_observation")

    def _problems(self) -> list[FieldProblem]:
        self._book = lists.book()
        self._place, problems = intake.find_place(self.place_id)
        problems += intake.check_reach(self.actor, self._place)
        self._category, found = intake.find_category(self.category)
        problems += found
        self._deputies, found = intake.find_deputies(self.deputy_ids)
        problems += found
        if not self.observation:
            problems += intake.check_words("words", self.words, required=True)
        elif not self._deputies:
            problems.append(at("deputy_ids", "observation_deputy"))
        for name in ("observation", "deputy_opinion"):
            problems += intake.check_words(name, getattr(self, name), required=False)
        problems += intake.Codes(self.kind, self.channel, self.track, self.tags).problems(self._book)
        problems += intake.check_day("spoken_on", self.spoken_on)
        problems += intake.check_points(self.points)
        problems += intake.check_contact(self.contact_name, self.contact)
        problems += intake.check_consent(self.confidential, self.consent_text, self.consent_name)
        return problems + intake.long_lines({name: getattr(self, name) for name in intake.LINES})

    # --- perform ------------------------------------------------------------------------------

    def perform(self) -> Receipt:
        """Make the case, the opinion and what hangs on it, and start the clocks."""
        kind = self._book["opinion_kind"].get(self.kind)
        leaves = bool(kind and kind.extra.get("leaves_flow"))
        self.case = self._new_case(sealed=self.kind == "accusation", expects=not kind or kind.extra["expects_verdict"])
        clocks = self._start_clocks(leaves)
        self.case.number = case_number(self.case.received_on.year)
        self.case.save(force_insert=True)
        self.opinion = self._new_opinion()
        self.opinion.save(force_insert=True)
        self._save_attached()
        origins.recorded(self.actor, self.opinion, self.case)
        if not self.client_key:
            origins.raised_again(self.actor, self.opinion, self.case)
        clocks.save()
        said = "" if self.confidential else self.words or self.observation
        index(KIND, self.case.pk, f"{self.case.number} {self.case.title} {said}")
        return receipt_of(self.opinion, self.case, any(clock.provisional for clock in clocks.live))

    def _new_case(self, *, sealed: bool, expects: bool) -> Case:
        hotline = self.track == Track.HOTLINE
        return Case(
            track=self.track,
            state=self._move.target,
            title=title_of(
                self.words or self.observation, self.summary, self._category, confidential=self.confidential
            ),
            kind=self.kind,
            category=self._category,
            place=self._place,
            place_path=self._place.path if self._place else "",
            urgent=self.urgent or self.kind == "emergency",
            sealed=sealed,
            expects_verdict=expects,
            reached_desk=hotline,
            transferred_on=today() if hotline else None,
            deputy_path=_path(deputy.pk for deputy in self._deputies),
            received_on=today(),
        )

    def _start_clocks(self, leaves: bool) -> Clocks:
        """The clocks of the move; what leaves the flow must be handed over, words taken by deputies end in a month."""
        clocks = Clocks.fresh(KIND, self.case.pk)
        on = today()
        if leaves or self.track == Track.PETITION:
            clocks.start(limits(Track.PETITION, ["hand_over"], "", on), on)
        else:
            wanted = [code for code in self._move.starts if code != "hard_stop" or self._deputies]
            found = limits(self.track, [*wanted, "assign"], self.kind, on)
            if "transfer" in wanted and "transfer" in found:
                found.pop("assign", None)
            clocks.start(found, on)
        self.case.due_on, self.case.due_code = clocks.binding().on, clocks.binding().code
        return clocks

    def _new_opinion(self) -> Opinion:
        spoken = self.words or self.observation
        salt = new_salt()
        self._digest = salted_digest(spoken, salt)
        opinion = Opinion(
            case=self.case,
            source=Source.DEPUTY_OBSERVATION if self.observation else Source.RESIDENT,
            verbatim=spoken,
            verbatim_salt=salt,
            verbatim_digest=self._digest,
            summary=self.summary,
            kind=self.kind,
            category=self._category,
            place=self._place,
            place_note=self.place_note,
            channel=self.channel,
            occasion=self.occasion,
            spoken_on=self.spoken_on or today(),
            recorded_at=now(),
            recorder_label=self.recorder_label or (self.actor.label if self.actor.is_known else ""),
            on_behalf_of=self.on_behalf_of,
            read_back=self.read_back,
            deputy_opinion=self.deputy_opinion,
            confidential=self.confidential,
            consent_text=self.consent_text,
            consent_name=self.consent_name,
            public_token=random_token(),
            fingerprint=fingerprint(spoken, self.place_id),
            client_key=self.client_key,
            outside_number=self.outside_number,
        )
        code = query_code()
        opinion.code_digest, opinion.code_cipher = code_digest(code), seal_code(code, opinion.pk)
        return opinion

    def _save_attached(self) -> None:
        """Contact, deputies, tags and asked points, one statement each where there are any."""
        if self.contact:
            new_contact(self.opinion, self.contact_name, self.contact).save(force_insert=True)
        if self._deputies:
            OpinionDeputy.objects.bulk_create(
                [OpinionDeputy(opinion=self.opinion, deputy=deputy) for deputy in self._deputies]
            )
        if self.tags:
            OpinionTag.objects.bulk_create([OpinionTag(opinion=self.opinion, code=code) for code in self.tags])
        if self.points:
            AskedPoint.objects.bulk_create(
                [
                    AskedPoint(case=self.case, opinion=self.opinion, order=order, text=text)
                    for order, text in enumerate(self.points, start=1)
                ]
            )

    # --- record -------------------------------------------------------------------------------

    def subject(self) -> Subject:
        """The case."""
        return Subject(KIND, self.case.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Number, codes, dates and the salted digest of the words; no word, no name, no number to call."""
        return {
            "number": self.case.number,
            "to": self.case.state,
            "opinion": str(self.opinion.pk),
            "words": self._digest,
            "source": self.opinion.source,
            "track": self.track,
            "kind": self.kind,
            "channel": self.channel,
            "place": str(self.place_id or ""),
            "deputies": [deputy.code for deputy in self._deputies],
            "consent": [self.consent_text, self.consent_name, self.confidential],
            "due": [self.case.due_code, self.case.due_on],
        }

    def announcement(self) -> Mapping[str, object] | None:
        """What cannot wait for the work list is announced; an import of thousands announces nothing else."""
        return {**facts_of(self.case), "urgent": True} if self.case.urgent else None

    def request_data(self) -> object:
        """Everything typed: the same key with other words is refused.  Only a keyed digest of it is ever stored."""
        return [
            self.words, self.observation, self.kind, self.category, list(self.tags), self.place_id, self.place_note,
            self.channel, self.track, self.contact, self.contact_name, list(self.deputy_ids), self.occasion,
            self.on_behalf_of, self.confidential, self.consent_text, self.consent_name,
        ]  # fmt: skip

    def recall(self, kind: str, object_id: int) -> Receipt:
        """The receipt the first submit gave."""
        opinion = Opinion.objects.select_related("case").filter(case_id=object_id).order_by("id")[0]
        return receipt_of(opinion, opinion.case)


def _path(ids: Iterable[int]) -> str:
    """Ids as ``/id/id/``; empty for none."""
    parts = "".join(f"{one}/" for one in ids)
    return f"/{parts}" if parts else ""


def new_contact(opinion: Opinion, name: str, contact: str) -> ResidentContact:
    """Contact data as it is stored: encrypted, with a masked form for lists and a salted digest for the log."""
    salt = new_salt()
    shown = mask_phone(contact) if any(sign.isdigit() for sign in contact) else mask(contact)
    return ResidentContact(
        opinion=opinion,
        name_cipher=seal_contact(name, opinion.pk),
        contact_cipher=seal_contact(contact, opinion.pk),
        masked=shorten(" ".join(part for part in (mask_name(name) if name else "", shown) if part), 40),
        salt=salt,
        digest=salted_digest(f"{name}|{contact}", salt),
    )

"""How suggestions are read: what an actor sees, one page with its parts, similar past ones, the line of time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.cases.lists import ResultCode, results
from lianxin.cases.models import Case
from lianxin.cases.models.suggestion import Suggestion, SuggestionReply
from lianxin.cases.policies import deputy_ids
from lianxin.cases.suggestions import policies
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.around import Ask, Help, Signer, Talk, Voice, Year, around
from lianxin.clocks.models import Clock, Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.documents.letters import wording
from lianxin.core.text import bigrams, fold
from lianxin.db import prepared
from lianxin.deputies.models import Level, Mandate
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.records import search
from lianxin.ui.listing import listed

KIND = "suggestion"
SIMILAR = 6


def level_of(deputy_id: int) -> str:
    """The lowest congress of which somebody is a deputy today: who is a town deputy suggests here; one statement."""
    held = set(mandates_on().filter(deputy_id=deputy_id).values_list("level", flat=True))
    held = held or set(Mandate.objects.filter(deputy_id=deputy_id).values_list("level", flat=True))
    return next((one for one in (Level.TOWN, Level.DISTRICT, Level.CITY) if one in held), Level.DISTRICT)


def at_desk(actor: Actor) -> QuerySet[Suggestion]:
    """What an actor sees at the desk (`policies.SEE` as a filter)."""
    rows = Suggestion.objects.select_related("deputy", "lead_unit")
    if actor.has(*policies.OFFICE):
        return rows.exclude(state=w.DRAFT)
    rows = rows.exclude(state__in=w.BEFORE_GOVERNMENT).exclude(handed_on=None)
    if actor.has(*policies.GOVERNMENT):
        return rows
    found = Q(pk__in=[])
    for unit in actor.unit_ids(*roles.OF_A_UNIT):
        found |= Q(lead_unit=unit) | Q(co_unit_path__contains=f"/{unit}/")
    return rows.filter(found)


def own(actor: Actor) -> QuerySet[Suggestion]:
    """What a deputy wrote, took over, signed, or is invited to sign (`policies.OWN` as a filter)."""
    found = Q(pk__in=[])
    for pk in deputy_ids(actor):
        found |= Q(deputy=pk) | Q(signer_path__contains=f"/{pk}/") | Q(heir_path__contains=f"/{pk}/")
    return Suggestion.objects.select_related("deputy", "lead_unit").filter(found)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one page of a suggestion shows."""

    row: Suggestion
    parties: set[str]
    signers: list[Signer]
    heirs: list[str]
    replies: list[SuggestionReply]
    voices: list[Voice]
    contacts: list[Talk]
    co_opinions: list[Help]
    asks: list[Ask]
    clocks: list[Clock]
    promises: list[Promise]
    years: list[Year]
    hides_names: bool


def page_of(actor: Actor, row: Suggestion) -> Page:
    """One page; four statements, fewer where nothing can be there yet (a draft has co-signers only).

    Units never read who suggested where the deputy asked for confidence.
    """
    parties, written, answered = policies.parties(actor, row), row.state != w.DRAFT, row.replied_on is not None
    inside = bool(parties & {w.UNIT, w.UNIT_HEAD, w.CO_UNIT, w.OFFICE}) or actor.has(*policies.GOVERNMENT)
    found = around(row, () if inside else ("help", "ask"))
    replies = prepared.objects("suggestion.replies", _replies, row.pk) if row.handed_on is not None else []
    if not parties & {w.UNIT, w.UNIT_HEAD, w.DESK}:
        replies = [one for one in replies if one.signed_at is not None]
    return Page(
        row=row, parties=parties, signers=found.signers, heirs=found.heirs, replies=replies, voices=found.voices,
        contacts=found.talks, co_opinions=found.helps, asks=found.asks, years=found.years,
        clocks=prepared.objects("suggestion.clocks", _clocks, row.pk) if written else [],
        promises=prepared.objects("suggestion.promises", _promises, row.pk) if answered else [],
        hides_names=row.confidential and not parties & {w.DEPUTY, w.SUCCESSOR, w.COSIGNER, w.INVITED, w.OFFICE},
    )  # fmt: skip


def _replies(pk: int) -> QuerySet[SuggestionReply]:
    return SuggestionReply.objects.select_related("unit").filter(suggestion=pk).order_by("round")


def _clocks(pk: int) -> QuerySet[Clock]:
    rows = Clock.objects.select_related("rule").filter(owner_kind=KIND, owner_id=pk)
    return rows.order_by("started_on", "id")


def _promises(pk: int) -> QuerySet[Promise]:
    return Promise.objects.filter(owner_kind=KIND, owner_id=pk).order_by("due_on")


def who(page: Page) -> str:
    """The lead deputy and who signed too, or that the deputy asked for confidence."""
    if page.hides_names:
        return ""
    signed = [one.deputy for one in page.signers if one.deputy_id in page.row.agreed_ids]
    return listed([page.row.deputy.label, *signed])


@dataclass(frozen=True, slots=True)
class Like:
    """A past suggestion or matter that resembles a draft: what was answered and promised."""

    title: str
    number: str
    href: str
    result: str
    answer: str
    promise: str


def similar(actor: Actor, title: str, but: int = 0) -> list[Like]:
    """Past suggestions and own matters found by the words of a title; four statements at most.

    Suggestions are shown where they may be public or are the actor's own; matters where the actor brought them.
    """
    hits = search.search_any(_queries(title), (KIND, "case"), 160)
    ids = {kind: list(dict.fromkeys(hit.id for hit in hits if hit.kind == kind)) for kind in (KIND, "case")}
    if not hits:
        return []
    mine = own(actor).values("pk")
    shown = Suggestion.objects.filter(pk__in=ids[KIND]).filter(Q(pk__in=mine) | Q(text_public_on__isnull=False))
    rows = list(shown.exclude(pk=but).order_by("-id")[:SIMILAR])
    return [*_suggestions(actor, rows), *_matters(actor, ids["case"])][:SIMILAR]


def _queries(title: str) -> list[str]:
    """Neighbouring signs of a title, the rarest kind of words it has: at most four pairs, from its end and middle."""
    pairs = [one for word in fold(title).split() for one in bigrams(word)]
    return list(dict.fromkeys(pairs[::2]))[:4]


def _suggestions(actor: Actor, rows: list[Suggestion]) -> Iterable[Like]:
    replies = {
        one.suggestion_id: one
        for one in SuggestionReply.objects.filter(suggestion__in=rows).exclude(signed_at=None).order_by("round")
    }
    books: dict[str, Mapping[str, ResultCode]] = {}
    for row in rows:
        reply = replies.get(row.pk)
        yield Like(
            row.title, row.number, _own_page(actor, row), result_label(reply, books),
            reply.text if reply else "", promise_of(reply),
        )  # fmt: skip


def _own_page(actor: Actor, row: Suggestion) -> str:
    """The deputy's page of it; somebody else's that may be public is read here and has no page to open."""
    return reverse("cases:own_suggestion", args=[row.pk]) if policies.OWN.check(actor, row) else ""


def _matters(actor: Actor, ids: list[int]) -> Iterable[Like]:
    rows = Case.objects.filter(pk__in=ids, sealed=False).order_by("-id")[:40]
    for case in rows:
        if deputy_ids(actor) & case.deputy_ids:
            href = reverse("cases:deputy_case", args=[case.number])
            yield Like(case.title, case.number, href, "", "", "")


def result_label(reply: SuggestionReply | None, books: dict[str, Mapping[str, ResultCode]] | None = None) -> str:
    """The category in words, by the scheme it was given under; one statement a scheme, kept in ``books``."""
    if reply is None:
        return ""
    books = {} if books is None else books
    if reply.scheme not in books:
        books[reply.scheme] = results(reply.scheme)
    found = books[reply.scheme].get(reply.result)
    return found.label if found is not None else reply.result


def promise_of(reply: SuggestionReply | None) -> str:
    """What is promised, by when."""
    if reply is None or reply.promise_on is None:
        return ""
    return f"{wording.day(reply.promise_on)} {reply.promise_text}".strip()


def buttons(page: Page) -> list[w.Move]:
    """The moves the actor may try where the suggestion stands; guards speak when they are tried."""
    row = page.row
    found = [m for m in w.MOVES if m.sources and row.state in m.sources and page.parties & set(m.actors)]
    return [one for one in found if one.code not in _hidden(page)]


def _hidden(page: Page) -> set[str]:
    """Moves that would only be refused: other level, nothing asked, no request."""
    row = page.row
    hidden = {"evaluate_again"}
    hidden |= {"invite", "submit"} if row.level != Level.TOWN else {"file"}
    if not row.withdraw_reason:
        hidden |= {"withdraw", "agree_withdraw"}
    if not any(one.kind == "extension" and one.granted is None for one in page.asks):
        hidden |= {"grant_extension", "refuse_extension"}
    if not any(one.state in UNSETTLED for one in page.promises):
        hidden.add("settle_promise")
    if not row.consent_public or row.confidential:
        hidden.add("publish")
    return hidden


def to_choose(deputy_id: int, first: Collection[int] = ()) -> list[tuple[str, str]]:
    """Town deputies of today, but one; those named ``first`` stand at the top."""
    rows: Any = mandates_on().filter(level=Level.TOWN).exclude(deputy_id=deputy_id).select_related("deputy")
    found = [(one.deputy_id, one.deputy.label) for one in rows.order_by("deputy__sort", "deputy_id")]
    found.sort(key=lambda pair: pair[0] not in first)
    return [(str(pk), label) for pk, label in found]

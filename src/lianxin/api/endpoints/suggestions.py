"""Suggestions of deputies: listed, read, moved; a key sees and does what a person of its role sees and does."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from lianxin.api import scopes
from lianxin.api import suggestion_answers as answers
from lianxin.api.calls import PROBLEMS, Key, caller_of, id_of, once, only_known, page_place
from lianxin.api.endpoints.opinions import Once
from lianxin.api.keys import Caller
from lianxin.api.moves import asked_of
from lianxin.api.parts import Asked, Code, Id
from lianxin.api.problems import Change, Problem
from lianxin.api.suggestion_answers import SuggestionLinesOut, SuggestionOut
from lianxin.api.suggestion_moves import ACTIONS, SuggestionMoveIn, facts_of
from lianxin.cases.desk.overtaken import since_version
from lianxin.cases.lists import usual_results
from lianxin.cases.models.suggestion import Suggestion, SuggestionState
from lianxin.cases.suggestions import policies, selectors, shown
from lianxin.cases.suggestions import workflow as w
from lianxin.core.clock import local, today
from lianxin.journal import verbs
from lianxin.journal.errors import WrongState
from lianxin.ui.dates import zh_datetime
from lianxin.ui.keyset import Place, slice_page

router = Router(tags=["suggestions"])


class SuggestionsWanted(Asked):
    """Which suggestions, newest first, from where on."""

    state: Code = ""
    unit: Id | None = None
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    judged: Code = ""
    late: bool = False
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def _narrowed(rows: QuerySet[Suggestion], wanted: SuggestionsWanted) -> QuerySet[Suggestion]:
    exact = {"state": wanted.state, "result_grade": wanted.judged, "session_year": wanted.year}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.unit is not None:
        rows = rows.filter(lead_unit_id=int(wanted.unit))
    if wanted.late:
        rows = rows.filter(due_on__lt=today()).exclude(state__in=w.FINAL_STATES)
    return rows


def _position(wanted: SuggestionsWanted) -> Place | None:
    """Where the page begins; 422 for a cursor we did not write."""
    place = page_place(wanted.cursor, int)
    if place is not None and place.value != place.pk:
        raise Problem(422, "cursor", "cursor")
    return place


def _one(caller: Caller, pk: str) -> Suggestion:
    """The suggestion of an id; 404 for one that does not exist or may not be seen."""
    row = Suggestion.objects.select_related("deputy", "lead_unit").filter(pk=id_of(pk)).first()
    if row is None or not policies.SEE.check(caller.actor, row):
        raise Problem(404, "no_such_suggestion")
    return row


def _show(caller: Caller, pk: str) -> dict[str, Any]:
    page = selectors.page_of(caller.actor, _one(caller, pk))
    return answers.suggestion(page, usual_results(), ACTIONS)


@router.get(
    "/suggestions", auth=Key(scopes.SUGGESTIONS_READ), response={200: SuggestionLinesOut, **PROBLEMS},
    operation_id="list_suggestions",
)  # fmt: skip
def list_suggestions(request: HttpRequest, wanted: Query[SuggestionsWanted]) -> Any:
    """The suggestions the key's role sees, newest first, narrowed and paged."""
    only_known(request, *SuggestionsWanted.model_fields)
    actor = caller_of(request).actor
    if not policies.SEE.check(actor):
        raise Problem(403, "not_this_party")
    page = slice_page(_narrowed(selectors.at_desk(actor), wanted), "id", True, _position(wanted), wanted.limit)
    words, hides = usual_results(), not actor.has(*policies.OFFICE)
    found = [answers.line(row, words, hides_name=row.confidential and hides) for row in page.objects]
    return {"items": found, "next": page.next_place.text() if page.next_place else ""}


@router.get(
    "/suggestions/{id}", auth=Key(scopes.SUGGESTIONS_READ), response={200: SuggestionOut, **PROBLEMS},
    operation_id="read_suggestion",
)  # fmt: skip
def read_suggestion(request: HttpRequest, id: str) -> Any:  # the word of the address
    """One suggestion in full, and the moves this key may try now."""
    only_known(request)
    return _show(caller_of(request), id)


@router.post(
    "/suggestions/{id}/moves", auth=Key(scopes.SUGGESTIONS_ACT), response={200: SuggestionOut, **PROBLEMS},
    operation_id="move_suggestion",
)  # fmt: skip
def move_suggestion(request: HttpRequest, id: str, asked: SuggestionMoveIn, key: Once) -> Any:
    """Make one move; answers with the suggestion as it is now.  409 where somebody was faster."""
    only_known(request)
    caller, move = caller_of(request), asked.root
    row = _one(caller, id)
    try:
        ACTIONS[move.move](
            actor=caller.actor, pk=row.pk, expected_version=move.expected_version, once=once(request, caller),
            asked=[row.pk, asked_of(move)], **facts_of(move),
        ).execute()  # fmt: skip
    except WrongState as refusal:
        if refusal.code != "once_done":
            raise _both(caller, id, move.expected_version, refusal) from refusal
    return _show(caller, id)


def _both(caller: Caller, pk: str, expected: int, refusal: WrongState) -> Problem:
    """What the caller had read, what stands now, and what happened between; a deputy who asked for it is not named."""
    page = selectors.page_of(caller.actor, _one(caller, pk))
    then, later = since_version(selectors.KIND, page.row.pk, expected)
    return Problem(
        409, refusal.code, refusal.message, expected_version=expected, current_version=page.row.version,
        state_then=str(SuggestionState(then or page.row.state).label),
        state_now=str(SuggestionState(page.row.state).label),
        changes=[
            Change(
                label=str(verbs.get(one.verb).label), at=zh_datetime(local(one.at)),
                who=shown.who_did(page, {"verb": one.verb, "who": one.actor_label}),
            )
            for one in later[:50]
        ],
    )  # fmt: skip

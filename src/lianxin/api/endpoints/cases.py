"""Cases: listed, read, moved, with files; a key sees and does what a person of its role sees and does."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from lianxin.api import answers, scopes
from lianxin.api.answers import CaseOut, FilesOut, LinesOut
from lianxin.api.calls import PROBLEMS, Key, caller_of, case_of, once, only_known, page_place, show
from lianxin.api.endpoints.opinions import Once, Photo, attach
from lianxin.api.keys import Caller
from lianxin.api.moves import ACTIONS, Move, MoveIn, asked_of, facts_of
from lianxin.api.parts import Asked, Code, Day, Id
from lianxin.api.problems import Change, Problem
from lianxin.cases import policies
from lianxin.cases.desk.overtaken import overtaken
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page, worklists
from lianxin.cases.selectors.rows import RowMaker
from lianxin.core.text import tidy_line
from lianxin.journal.errors import WrongState
from lianxin.records import attachments
from lianxin.records.search import matching
from lianxin.ui.keyset import slice_page

router = Router(tags=["cases"])


class Wanted(Asked):
    """Which cases, in which order, from where on."""

    list: Annotated[str, Field(pattern=r"^[a-z_]{1,24}$")] = "all"
    q: Annotated[str, Field(max_length=60)] = ""
    state: Code = ""
    track: Code = ""
    kind: Code = ""
    category: Code = ""
    place: Id | None = None
    unit: Id | None = None
    received_from: Day | None = None
    received_to: Day | None = None
    order: Literal["new", "due"] = "new"
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def _narrowed(rows: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    """The filters that were asked; all of them stand on the case row or in the search index."""
    exact = {"state": wanted.state, "track": wanted.track, "kind": wanted.kind, "category__code": wanted.category}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.place is not None:
        rows = rows.filter(place_path__contains=f"/{wanted.place}/")
    if wanted.unit is not None:
        rows = rows.filter(lead_unit_id=int(wanted.unit))
    if wanted.received_from is not None:
        rows = rows.filter(received_on__gte=wanted.received_from)
    if wanted.received_to is not None:
        rows = rows.filter(received_on__lte=wanted.received_to)
    words = tidy_line(wanted.q)
    return rows.filter(pk__in=matching(words, "case")) if words else rows


@router.get("/cases", auth=Key(scopes.CASES_READ), response={200: LinesOut, **PROBLEMS}, operation_id="list_cases")
def list_cases(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """The cases of a work list of the key's role (``list``), narrowed and paged; three statements a page."""
    only_known(request, *Wanted.model_fields)
    actor = caller_of(request).actor
    if not policies.SEE_CASE.check(actor):
        raise Problem(403, "not_this_party")
    if wanted.list not in worklists.BY_CODE:
        raise Problem(422, "list_unknown", "list")
    rows = _narrowed(worklists.cases(wanted.list, actor), wanted)
    path, down = ("due_key", False) if wanted.order == "due" else ("received_on", True)
    page = slice_page(rows, path, down, page_place(wanted.cursor, dt.date), wanted.limit)
    maker = RowMaker()
    found = [answers.line(maker.row(case)) for case in page.objects]
    return {"items": found, "next": page.next_place.text() if page.next_place else ""}


@router.get(
    "/cases/{number}", auth=Key(scopes.CASES_READ), response={200: CaseOut, **PROBLEMS}, operation_id="read_case"
)
def read_case(request: HttpRequest, number: str) -> Any:
    """One case in full, and the moves this key may try now."""
    only_known(request)
    caller = caller_of(request)
    return show(caller, case_of(caller, number))


@router.post(
    "/cases/{number}/moves", auth=Key(scopes.CASES_ACT), response={200: CaseOut, **PROBLEMS}, operation_id="move_case"
)
def move_case(request: HttpRequest, number: str, asked: MoveIn, key: Once) -> Any:
    """Make one move; answers with the case as it is now.  409 with both versions where somebody was faster."""
    only_known(request)
    caller, move = caller_of(request), asked.root
    case = case_of(caller, number)
    try:
        ACTIONS[move.move](
            actor=caller.actor,
            case_id=case.pk,
            expected_version=move.expected_version,
            once=once(request, caller),
            asked=[case.pk, asked_of(move)],
            **facts_of(move),
        ).execute()
    except WrongState as refusal:
        if refusal.code != "once_done":
            raise _both(caller, number, move, refusal) from refusal
    return show(caller, case_of(caller, number))


def _both(caller: Caller, number: str, move: Move, refusal: WrongState) -> Problem:
    """What the caller had read, what stands now, and what happened between."""
    page = case_page.page_of(caller.actor, case_of(caller, number))
    both = overtaken(page, move.expected_version)
    return Problem(
        409,
        refusal.code,
        refusal.message,
        expected_version=move.expected_version,
        current_version=page.case.version,
        state_then=both.state_then,
        state_now=both.state_now,
        changes=[Change(label=one.label, at=one.when, who=one.who) for one in both.since[:50]],
    )


@router.post(
    "/cases/{number}/files", auth=Key(scopes.FILES_WRITE), response={201: FilesOut, **PROBLEMS}, operation_id="add_file"
)
def add_file(request: HttpRequest, number: str, file: Photo, key: Once) -> Any:
    """Attach a photo (10 MB) or a document (20 MB); checked by content, photos lose where they were taken."""
    only_known(request)
    caller = caller_of(request)
    case = case_of(caller, number)
    attach(request, caller, case.pk, file, quota_key=caller.name)
    return Status(201, {"files": answers.file_rows(attachments.of("case", case.pk))})

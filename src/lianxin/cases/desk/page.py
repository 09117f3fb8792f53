"""The page of one case: who has it, the next step, the words as they were said, four voices, clocks, one timeline."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.cases import policies, workflow
from lianxin.cases.actions.base import KIND, PROMISE
from lianxin.cases.desk import calls, shown, story
from lianxin.cases.desk.co_opinions import help_of
from lianxin.cases.desk.table import TABLE
from lianxin.cases.issues.actions import may_merge
from lianxin.cases.models import Case
from lianxin.cases.pressing import panel
from lianxin.cases.selectors import case_page
from lianxin.cases.selectors.similar import Like, similar
from lianxin.journal.actors import Actor
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.routing import suggest
from lianxin.records import attachments

#: States in which it is still open who handles a matter.
UNDECIDED: Final = frozenset({workflow.RECEIVED, workflow.TRANSFERRED})


def by_number(_request: HttpRequest, number: str, **_kwargs: Any) -> Case:
    """The case of an address; 404 for a number nobody has."""
    case = case_page.numbered(number)
    if case is None:
        raise Http404
    return case


@requires(policies.SEE_CASE, by_number)
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case that the actor may read."""
    actor = actor_of(request)
    page = case_page.page_of(actor, loaded(request, Case))
    likes = _likes(actor, page) if _is_new(page.case) else None
    pressing = panel.context(actor, page.case, page.timeline)
    files = attachments.of_several({KIND: [page.case.pk], PROMISE: [one.id for one in page.promises]})
    context = {
        **context_of(page),
        "files": thumbs(files.get((KIND, page.case.pk), [])),
        "likes": likes,
        "pressing": pressing,
    }
    context |= {"may_merge": may_merge(actor, page.case), "may_attach": policies.ATTACH.check(actor, page.case)}
    context["promises"] = [
        {**row, "files": thumbs(files.get((PROMISE, one.id), []))}
        for row, one in zip(shown.promises(page), page.promises, strict=True)
    ]
    kept_back = any(one.words_hidden for one in page.opinions)  # their code would show them
    context["may_reprint"] = policies.REPRINT.check(actor, page.case) and not kept_back
    return render(request, "cases/desk/case.html", context)


@requires(policies.SEE_CASE, by_number)
@require_safe
def hints(request: HttpRequest, number: str) -> HttpResponse:
    """What may help to decide: which unit the 权责表 names, by which line, and matters that may be the same one."""
    actor, case = actor_of(request), loaded(request, Case)
    page = case_page.page_of(actor, case)
    context = {
        "case": case,
        "head": page.head,
        "suggestion": suggest(case.category, case.place),
        "likes": _likes(actor, page, most=20),
        "may_merge": may_merge(actor, case),
    }
    return render(request, "cases/desk/hints.html", context)


def _is_new(case: Case) -> bool:
    """Whether matters that may be the same one stand on the page itself: while nobody has handled it yet.

    Later the page asks for pauses and extensions instead, and stays within twelve statements; a link leads to them.
    """
    return case.state in UNDECIDED and not case.return_count and not case.extension_count


def _likes(actor: Actor, page: case_page.CasePage, most: int = 5) -> list[Like]:
    return similar(actor, page.case, [one.words for one in page.opinions], most)


def thumbs(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Photos and papers, as thumbnails."""
    return [
        {"href": one["url"], "thumb": one["thumb_url"], "name": one["name"], "note": f"{one['who']} {one['when']}"}
        for one in rows
    ]


def context_of(page: case_page.CasePage) -> dict[str, Any]:
    """The page in finished strings."""
    moves = shown.in_order(page, [one for one in page.moves if one.code in TABLE])
    running, stopped = shown.clocks(page)
    return {
        "page": page,
        "case": page.case,
        "head": page.head,
        "lead": shown.lead(page),
        "moves": moves,
        "next_moves": [one for one in moves if shown.is_main(page, one.code)],
        "other_moves": [one for one in moves if not shown.is_main(page, one.code)],
        "barred": shown.barred(page),
        "help": help_of(page),
        "facts": shown.facts(page),
        "voices": shown.voices(page),
        "points": shown.points(page),
        "running": running,
        "stopped": stopped,
        "timeline": story.timeline(page),
        "calls": calls.rows(page),
        "opinions": shown.opinions(page),
    }

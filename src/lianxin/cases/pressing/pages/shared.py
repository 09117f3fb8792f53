"""What the pages of orders and congress steps share: a table of moves, their forms, the log as a line of time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from lianxin.cases.pressing.pages.forms import MoveForm
from lianxin.clocks.orders import texts, workflow
from lianxin.clocks.orders.base import PressAction
from lianxin.journal.actors import Actor
from lianxin.journal.errors import NotAllowed
from lianxin.journal.selectors import entries_of
from lianxin.people.access import actor_of
from lianxin.ui.acting import act_on, posted

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """How one move is made on a page: action, form, how the form's data become the action's, what stands in it."""

    action: type[PressAction[Any]]
    form: type[MoveForm]
    facts: Callable[[Data], dict[str, Any]]
    initial: Callable[[Any], dict[str, Any]] = lambda _row: {}


def role_held(actor: Actor, move: workflow.Move, held: Mapping[str, bool]) -> bool:
    """Whether the actor is one of a move's parties; time never presses a button."""
    return any(held.get(one, False) for one in move.actors if one != workflow.SYSTEM)


def timeline(kind: str, pk: int) -> list[dict[str, Any]]:
    """The log of one object, newest first; one statement."""
    return [
        {
            "verb": row["verb"],
            "title": row["label"],
            "when": row["when"],
            "who": row["who"],
            "text": " · ".join(f"{name} {value}" for name, value in row["facts"]),
            "done": True,
        }
        for row in reversed(entries_of(kind, pk))
    ]


def make_move(
    request: HttpRequest,
    row: Any,
    move: workflow.Move | None,
    entry: Entry | None,
    *,
    may: bool,
    back: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show the form of a move and try its action; the right person is looked at before anything typed."""
    if move is None or entry is None:
        raise Http404
    if not may:
        raise NotAllowed("not_this_party", texts.not_this_party(move.label))
    initial = {"expected_version": row.version, **entry.initial(row)}
    form = entry.form(posted(request), request.FILES or None, initial=initial)

    def run(data: Data) -> None:
        entry.action(
            actor=actor_of(request),
            pk=row.pk,
            expected_version=data["expected_version"],
            once=data["once"] or None,
            **entry.facts(data),
        ).execute()

    more = {"title": move.label, "sub": f"{row.number} {row.title}".strip(), **context}
    done = str(move.label) + "：" + texts.done()
    return act_on(request, form, run, template="cases/pressing/form.html", back=back, done=done, context=more)

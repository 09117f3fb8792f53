"""On paper: the slips (folded, neutral outside), the sheet of who carries, the list for the telephone."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import lists, policies
from lianxin.cases.actions import read_contact
from lianxin.cases.delivery import selectors
from lianxin.cases.delivery.actions import carrying_token
from lianxin.cases.delivery.forms import CallsForm
from lianxin.cases.delivery.pages import row_of, run_or_404
from lianxin.cases.delivery.policies import CARRY
from lianxin.cases.models import DeliveryItem, DeliveryRun, Outcome, PointAnswer, Result
from lianxin.cases.receipts import receipt_of
from lianxin.cases.selectors.answers import shown, told_once
from lianxin.journal.actors import Actor
from lianxin.journal.errors import ActionError
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_date


@requires(CARRY, run_or_404)
@require_safe
def slips(request: HttpRequest, number: str) -> HttpResponse:
    """Every slip of the run that is still to be carried: one a page, or two with ``?per=2``.

    Outside the fold: the town, the number of the slip, the building.  Inside: the answer, the number, the person's own
    code and QR.  No name, no telephone, no door number, no words anybody said.
    """
    run = loaded(request, DeliveryRun)
    items = [item for item in selectors.items_of(run) if item.outcome == Outcome.PENDING or "all" in request.GET]
    context = {
        "run": run,
        "slips": answers_of(request, items),
        "half": request.GET.get("per") == "2",
        "results": [str(label) for _code, label in Result.choices],
        "day": zh_date(run.day),
    }
    return render(request, "cases/delivery/slips.html", context)


def answers_of(request: HttpRequest, items: Sequence[DeliveryItem]) -> list[dict[str, Any]]:
    """What stands on each slip; two statements whatever their number."""
    book = lists.book()
    by_reply: dict[int, list[PointAnswer]] = {}
    ids = [item.reply_id for item in items if item.reply is not None]
    for answer in PointAnswer.objects.select_related("point").filter(reply_id__in=ids).order_by("point__order", "id"):
        by_reply.setdefault(answer.reply_id, []).append(answer)
    return [_slip(request, item, by_reply, book) for item in items]


def _slip(
    request: HttpRequest, item: DeliveryItem, by_reply: dict[int, list[PointAnswer]], book: lists.Book
) -> dict[str, Any]:
    receipt, follow = receipt_of(item.opinion, item.case), reverse("cases:follow")
    handles = policies.works_for_handler(actor_of(request), item.case)  # who handles has no key to judge with
    answers = by_reply.get(item.reply_id, []) if item.reply is not None else []
    texts = {one.point_id: one.point.text for one in answers}
    reply = item.reply
    return {
        "order": item.order,
        "building": item.building_label,
        "number": item.case.number,
        "code": "" if handles else receipt.code,
        "qr": request.build_absolute_uri(follow if handles else reverse("cases:status", args=[receipt.token])),
        "said_on": zh_date(item.opinion.spoken_on),
        "title": item.case.title,
        "answer": told_once(shown(reply, answers, texts, reply.unit.name, book)) if reply is not None else None,
        "spoken": _spoken(item),
        "news": item.note.text if item.note is not None else "",
        "judges": item.note is None and item.case.expects_verdict,
    }


def _spoken(item: DeliveryItem) -> str:
    """What was answered on the spot, or where the person was sent and why."""
    if item.reply is not None or item.note is not None:
        return ""
    case = item.case
    if case.redirect_channel:
        return _("这件事请向“%(channel)s”反映。原因：%(reason)s") % {
            "channel": case.redirect_channel,
            "reason": case.redirect_reason,
        }
    return str(item.opinion.on_spot_answer)


@requires(CARRY, run_or_404)
@require_safe
def carry_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever carries: numbers by building, a column to write by hand to whom, boxes, the QR of the link."""
    run = loaded(request, DeliveryRun)
    link = request.build_absolute_uri(reverse("cases:carry", args=[carrying_token(run.pk)]))
    buildings: dict[str, list[dict[str, Any]]] = {}
    for item in selectors.items_of(run):
        buildings.setdefault(item.building_label, []).append(row_of(item))
    context = {"run": run, "buildings": list(buildings.items()), "link": link, "day": zh_date(run.day)}
    return render(request, "cases/delivery/sheet.html", {**context, "until": zh_date(run.carry_until)})


@requires(CARRY, run_or_404)
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest, number: str) -> HttpResponse:
    """Whom to call: masked; in full for a reason, and every number that was looked at is written down."""
    run = loaded(request, DeliveryRun)
    items = selectors.items_of(run)
    masked = selectors.contacts_of(items)
    form = CallsForm(request.POST if request.method == "POST" else None)
    numbers: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        numbers = _looked_up(actor_of(request), [one for one in items if one.opinion_id in masked], form)
    rows = [
        {
            **row_of(item),
            "contact": numbers.get(item.opinion_id) or masked.get(item.opinion_id, ""),
            "answer": item.reply.text if item.reply is not None else (item.note.text if item.note else _spoken(item)),
        }
        for item in items
    ]
    context = {"run": run, "rows": rows, "form": form, "full": bool(numbers), "day": zh_date(run.day)}
    return render(request, "cases/delivery/calls.html", context, status=form.status)


def _looked_up(actor: Actor, items: Sequence[DeliveryItem], form: CallsForm) -> dict[int, str]:
    """The numbers in full, for whom the policy allows it, each with its line in the book of looks."""
    found: dict[int, str] = {}
    for item in items:
        if not policies.READ_CONTACT.check(actor, item.case):
            continue
        try:
            contact = read_contact(actor, item.case, item.opinion_id, form.cleaned_data["reason"])
        except ActionError:
            continue
        found[item.opinion_id] = f"{contact.name} {contact.contact}".strip()
    return found

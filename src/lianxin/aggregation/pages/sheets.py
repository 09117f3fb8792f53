"""Filled sheets of paper: upload, a draft beside the picture, row by row, a person confirms; works without a script."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.aggregation import texts
from lianxin.aggregation.actions.sheets import KEPT, AddRow, ConfirmRow, EraseSheet, TakeSheet
from lianxin.aggregation.forms import RowForm, SheetForm
from lianxin.aggregation.models import PaperSheet
from lianxin.aggregation.policies import SEE_SHEET
from lianxin.aggregation.sheets import picture
from lianxin.aggregation.sheets.binding import bound, code_for
from lianxin.aggregation.sheets.drafting import drafted
from lianxin.aggregation.sheets.keeping import HEADS, WAITING, DraftRow, picture_of, rows_of
from lianxin.cases.selectors.frame import read
from lianxin.core.images import ImageRefused, process_photo
from lianxin.core.text import tidy_line
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records.texts import file_refused
from lianxin.ui.acting import posted

#: The picture is kept at this length of its longer side; enough to read it by.
SIDE: Final = 2000
#: So many open sheets are listed.
LISTED: Final = 30
#: Lines of the blank sheet.
LINES: Final = 8


@requires(SEE_SHEET)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """The form for a picture, and what is not finished."""
    actor = actor_of(request)
    form = SheetForm(posted(request), request.FILES or None, homes=read(units=True).homes)
    if form.is_bound and form.is_valid():
        made = _take(actor, form)
        if made is not None:
            return HttpResponseRedirect(reverse("aggregation:sheet", args=[made.pk]))
    context = {
        "title": _("照纸录入"),
        "form": form,
        "rows": _mine(actor),
        "library": picture.has_library(),
        "days": KEPT.days,
        "heads": HEADS,
    }
    return render(request, "aggregation/sheets.html", context, status=form.status)


def _mine(actor: Actor) -> Sequence[PaperSheet]:
    """One's own unfinished sheets, for the office everybody's; one statement."""
    rows = PaperSheet.objects.filter(erased_at=None).defer("picture", "rows").order_by("-id")
    if not actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR):
        rows = rows.filter(owner=actor.id)
    return list(rows[:LISTED])


def _take(actor: Actor, form: SheetForm) -> PaperSheet | None:
    """Convert and read the picture before anything is stored; a bad one is said at its field."""
    data: dict[str, Any] = form.cleaned_data
    try:
        photo = process_photo(data["photo"].read(10 * 1024 * 1024 + 1), longest_side=SIDE, thumbnails=())
    except ImageRefused as refused:
        form.add_error("photo", file_refused(refused.code, refused.detail))
        return None
    found = drafted(photo.data, anyway=data["anyway"])
    if found.trouble:
        form.add_error("photo", str(texts.TROUBLES[found.trouble]))
        return None
    try:
        return TakeSheet(
            actor=actor, picture=photo.data, rows=found.rows, by_machine=found.by_machine,
            place_id=int(data["place"]) if data["place"] else None, occasion=data["occasion"],
            spoken_on=data["spoken_on"], bound=bound(actor, found.code),
        ).execute()  # fmt: skip
    except Invalid as problem:
        form.take(problem)
    return None


def sheet_here(_request: HttpRequest, pk: int, **_more: Any) -> PaperSheet:
    """A sheet that still has its picture."""
    row = PaperSheet.objects.select_related("place").filter(pk=pk, erased_at=None).first()
    if row is None:
        raise Http404
    return row


@requires(SEE_SHEET, sheet_here)
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, and beside it the first row that waits; the others below."""
    return _show(request, loaded(request, PaperSheet))


def _show(request: HttpRequest, one: PaperSheet, failed: RowForm | None = None, at: int = -1) -> HttpResponse:
    rows = rows_of(one.rows, one.pk)
    context = {
        "title": _("对着照片录"),
        "sheet": one,
        "rows": [
            {
                "n": n, "label": n + 1, "row": row, "waiting": row.state == WAITING,
                "form": failed if failed is not None and n == at else RowForm(prefix=f"r{n}", initial=_first(row)),
                "unsure": [HEADS[("name", "phone", "place", "words").index(name)] for name in row.unsure],
            }
            for n, row in enumerate(rows)
        ],
        "days": KEPT.days,
    }  # fmt: skip
    return render(request, "aggregation/sheet.html", context, status=failed.status if failed is not None else 200)


def _first(row: DraftRow) -> dict[str, str]:
    return {"words": row.words, "place_note": row.place, "contact_name": row.name, "contact": row.phone}


@requires(SEE_SHEET, sheet_here)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture itself, never kept by a browser."""
    one = loaded(request, PaperSheet)
    answer = HttpResponse(picture_of(one.picture, pk), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = "inline; filename=sheet.jpg"
    return answer


@requires(SEE_SHEET, sheet_here)
@require_POST
def row(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """Confirm one row, or leave it out."""
    form, leave = RowForm(request.POST, prefix=f"r{n}"), "leave" in request.POST
    if leave or form.is_valid():
        data = {} if leave else form.cleaned_data
        step = ConfirmRow(actor=actor_of(request), sheet_id=pk, n=n, leave=leave, **data)
        try:
            made = step.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return _after(request, made, step)
    return _show(request, loaded(request, PaperSheet), form, n)


def _after(request: HttpRequest, made: PaperSheet, step: ConfirmRow) -> HttpResponse:
    """To the next row, or back when it was the last."""
    said = _("已记下，受理编号 %(number)s。") % {"number": step.number} if step.number else _("这一行不录。")
    if made.erased_at is not None:
        messages.success(request, said + _("这张纸录完了，照片已经删掉。"))
        return HttpResponseRedirect(reverse("aggregation:sheets"))
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('aggregation:sheet', args=[made.pk])}#waiting")


@requires(SEE_SHEET, sheet_here)
@require_POST
def add_row(request: HttpRequest, pk: int) -> HttpResponse:
    """One more empty row."""
    AddRow(actor=actor_of(request), sheet_id=pk).execute()
    return HttpResponseRedirect(reverse("aggregation:sheet", args=[pk]))


@requires(SEE_SHEET, sheet_here)
@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is taken from it: picture and draft go."""
    EraseSheet(actor=actor_of(request), sheet_id=pk).execute()
    messages.success(request, _("照片和没有确认的行已经删掉。"))
    return HttpResponseRedirect(reverse("aggregation:sheets"))


@requires(SEE_SHEET)
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """An empty sheet to print, whose code says where and on which occasion it was filled."""
    homes = dict(read(units=True).homes)
    home, occasion = request.GET.get("place", ""), tidy_line(request.GET.get("occasion", ""))[:60]
    place = int(home) if home in homes else None
    context = {
        "title": _("接待记录表"), "heads": HEADS, "lines": range(1, LINES + 1), "code": code_for(place, occasion),
        "place": homes.get(home, ""), "occasion": occasion, "homes": list(homes.items()), "chosen": home,
    }  # fmt: skip
    return render(request, "aggregation/sheet_blank.html", context)

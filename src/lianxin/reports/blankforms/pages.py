"""Pages of the superior's blank forms: kept, pointed at, filled, taken away."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.clock import local, today
from lianxin.core.documents.blanks import open_blank
from lianxin.core.documents.blanks.labels import blank_at
from lianxin.core.text import formula_safe
from lianxin.db.scope import current_town
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records import attachments
from lianxin.reports import sources
from lianxin.reports.blankforms.actions import (
    KEEPERS,
    AddBlankForm,
    BindSpot,
    FillForm,
    RenewBlankForm,
    SetCheck,
    Unbind,
    latest,
)
from lianxin.reports.blankforms.filling import fill, version_bytes
from lianxin.reports.blankforms.forms import CellForm, CheckForm, FileForm, FillingForm, NewForm, RowsForm
from lianxin.reports.blankforms.grid import area_words, bound_places, label_of, place_words, rows_of
from lianxin.reports.models import BlankForm, FilledForm, FormSpot, FormVersion, SpotKind
from lianxin.reports.periods import proposed
from lianxin.reports.registry import Period
from lianxin.reports.sources import Asked, period_label
from lianxin.ui.forms import Form
from lianxin.ui.listing import listed


def form_here(_request: HttpRequest, pk: int) -> BlankForm | None:
    """A form of this town, or nothing."""
    return BlankForm.objects.filter(pk=pk).first()


def filled_here(_request: HttpRequest, pk: int) -> FilledForm | None:
    """A filled form of this town, or nothing."""
    return FilledForm.objects.filter(pk=pk).select_related("form", "version").first()


def spot_here(_request: HttpRequest, pk: int) -> FormSpot | None:
    """A binding of this town, or nothing."""
    return FormSpot.objects.filter(pk=pk).select_related("version__form").first()


@requires(KEEPERS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All blank forms with when they were last filled."""
    last: dict[int, FilledForm] = {}
    for one in FilledForm.objects.order_by("made_at").only(
        "form_id", "first", "last", "made_at", "by_itself", "by_hand"
    ):
        last[one.form_id] = one
    rows = [_form_row(form, last.get(form.pk)) for form in BlankForm.objects.order_by("-is_current", "name")]
    return render(request, "reports/forms/index.html", {"rows": rows})


def _form_row(form: BlankForm, last: FilledForm | None) -> dict[str, Any]:
    return {
        "name": form.name,
        "issuer": form.issuer,
        "cycle": form.get_cycle_display(),
        "href": reverse("reports:form", args=[form.pk]),
        "fill_href": reverse("reports:fill", args=[form.pk]),
        "last": period_label(Period(last.first, last.last)) if last else "",
        "when": f"{local(last.made_at):%Y-%m-%d}" if last else "",
        "share": _share(last.by_itself, last.by_hand) if last else "",
    }


def _share(by_itself: int, by_hand: int) -> str:
    """The burden meter in words: counts, never a percentage alone."""
    return _("%(own)d 处自动填好，%(hand)d 处手填") % {"own": by_itself, "hand": by_hand}


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take in a blank form."""
    form = NewForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = AddBlankForm(
                actor=actor_of(request),
                name=data["name"],
                issuer=data["issuer"],
                cycle=data["cycle"],
                note=data["note"],
                data=data["file"].read(),
                file_name=data["file"].name,
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("空白表已经收好。下面点一点：哪一格填什么。"))
            return HttpResponseRedirect(reverse("reports:point", args=[made.pk]))
    return _form_page(request, form, _("收一张新表"), reverse("reports:forms"))


def _form_page(request: HttpRequest, form: Form, title: str, back: str, sub: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "sub": sub}
    return render(request, "reports/forms/upload.html", context, status=form.status)


@requires(KEEPERS, form_here)
@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """One form: how it is filled, what was filled, its versions."""
    one = loaded(request, BlankForm)
    versions = list(one.versions.order_by("-number"))
    files = attachments.listed("form_version", [version.pk for version in versions])
    spots = list(versions[0].spots.order_by("area", "first_row", "id")) if versions else []
    context = {
        "form": one,
        "cycle": one.get_cycle_display(),
        "spots": [{"place": place_words(spot.area, spot.ref), "what": label_of(spot)} for spot in spots],
        "checks": list(versions[0].checks.all()) if versions else [],
        "versions": [_version_row(version, files) for version in versions],
        "filled": [_filled_row(row) for row in one.fillings.order_by("-made_at")[:50]],
    }
    return render(request, "reports/forms/form.html", context)


def _version_row(version: FormVersion, files: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    kept = files.get(version.pk, [])
    return {
        "number": version.number,
        "name": version.file_name,
        "when": f"{local(version.added_at):%Y-%m-%d}",
        "who": version.added_by_label,
        "href": kept[0]["url"] if kept else "",
    }


def _filled_row(row: FilledForm) -> dict[str, Any]:
    return {
        "period": period_label(Period(row.first, row.last)),
        "when": f"{local(row.made_at):%Y-%m-%d %H:%M}",
        "who": row.made_by_label,
        "meter": _share(row.by_itself, row.by_hand),
        "problems": len(json.loads(row.problems)),
        "href": reverse("reports:filled", args=[row.pk]),
    }


@requires(KEEPERS, form_here)
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new blank file in the place of the old one."""
    one = loaded(request, BlankForm)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        action = RenewBlankForm(actor=actor_of(request), form=one, data=file.read(), file_name=file.name)
        try:
            action.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            facts = {"carried": action.carried, "lost": action.lost}
            messages.success(request, _("新表样已经换上：%(carried)d 处照旧，%(lost)d 处要重新点。") % facts)
            return HttpResponseRedirect(reverse("reports:point", args=[one.pk]))
    sub = _("位置没变的格子照旧填；以前填好的表不受影响。")
    return _form_page(request, form, _("换新表样"), reverse("reports:form", args=[one.pk]), sub)


@requires(KEEPERS, form_here)
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """The form drawn; a chosen cell is told what fills it."""
    one = loaded(request, BlankForm)
    version = latest(one)
    if version is None:
        return HttpResponseRedirect(reverse("reports:renew", args=[one.pk]))
    page = _Pointing(request, version)
    if request.method == "POST" and page.save():
        return HttpResponseRedirect(page.address())
    return render(request, "reports/forms/point.html", page.context(), status=page.status)


class _Pointing:
    """The pointing page: which area, which cell, which of its forms was sent."""

    def __init__(self, request: HttpRequest, version: FormVersion) -> None:
        self.request = request
        self.version = version
        self.blank = open_blank(version_bytes(version))
        self.areas = self.blank.areas()
        at = request.GET.get("area", "0")
        self.at = int(at) if at.isdigit() and int(at) < len(self.areas) else 0
        self.area = self.areas[self.at]
        self.ref = request.GET.get("ref", "")[:16]
        self.spots = list(version.spots.all())
        self.spot = next((one for one in self.spots if (one.area, one.ref) == (self.area.name, self.ref)), None)
        sent = request.POST.get("what", "") if request.method == "POST" else ""
        self.cell = CellForm(request.POST if sent == "cell" else None, initial=self._cell_initial(), auto_id="cell_%s")
        self.rows = RowsForm(request.POST if sent == "rows" else None, initial=self._rows_initial(), auto_id="rows_%s")
        self.check = CheckForm(
            request.POST if sent == "check" else None, initial={"parts": self._parts()}, auto_id="check_%s"
        )
        self.forms = {"cell": self.cell, "rows": self.rows, "check": self.check}
        self.sent = sent

    @property
    def status(self) -> int:
        """422 when what was sent does not fit."""
        return self.forms[self.sent].status if self.sent in self.forms else 200

    def address(self) -> str:
        """This page again, at the same cell."""
        return f"{self.request.path}?area={self.at}&ref={self.ref.replace('#', '%23')}"

    def save(self) -> bool:
        """Run the action of the form that was sent; False when something does not fit."""
        form = self.forms.get(self.sent)
        if form is None or not form.is_valid():
            return False
        try:
            self._run()
        except Invalid as problem:
            form.take(problem)
        return form.is_valid() and not form.errors

    def _run(self) -> None:
        place: dict[str, Any] = {"actor": actor_of(self.request), "version": self.version, "area": self.area.name}
        if self.sent == "check":
            SetCheck(**place, total_ref=self.ref, parts=self.check.cleaned_data["parts"]).execute()
        elif self.sent == "cell":
            label = self.cell.cleaned_data["label"]
            BindSpot(**place, ref=self.ref, source=self.cell.code(), label=label).execute()
        else:
            self._bind_rows(place)

    def _bind_rows(self, place: dict[str, Any]) -> None:
        columns = self.rows.columns_read(self.blank.kind)
        data, first = self.rows.cleaned_data, self._row()
        if self.rows.errors:
            return
        BindSpot(
            **place,
            ref=self.ref,
            kind=data["way"],
            source=data["source"],
            first_row=first,
            last_row=data["last_row"],
            height=data["height"],
            copies=max((data["last_row"] - first + 1) // data["height"], 1),
            label_column=data["label_column"].upper(),
            columns=columns,
            narrowed=self.rows.narrowed(),
        ).execute()

    def _row(self) -> int:
        name = blank_at(self.ref)[0]
        return next((cell.row for row in self.area.rows for cell in row if cell.ref == name), 1)

    def _cell_initial(self) -> dict[str, str]:
        spot = self.spot
        if spot is None or spot.kind != SpotKind.CELL:
            return {}
        fixed = spot.source.startswith(sources.TEXT)
        text = spot.source.removeprefix(sources.TEXT) if fixed else ""
        return {"source": sources.TEXT if fixed else spot.source, "text": text, "label": spot.label}

    def _rows_initial(self) -> dict[str, Any]:
        spot = self.spot
        if spot is None or spot.kind == SpotKind.CELL:
            return {"last_row": self._row(), "height": 1, "way": "list"}
        table = sources.tables().get(spot.source)
        words = {key: str(label) for key, label in table.columns} if table else {}
        joint = "" if self.blank.kind == "xlsx" else "-"
        lines = [
            f"{column}{f'{joint}{at + 1}' if at else ''}={words.get(key, '序号' if key == '#' else key)}"
            for at, column, key in json.loads(spot.columns)
        ]
        facts = {"way": spot.kind, "source": spot.source, "last_row": spot.last_row, "height": spot.height}
        facts |= json.loads(spot.narrowed)
        return {**facts, "label_column": spot.label_column, "columns": "\n".join(lines)}

    def _parts(self) -> str:
        found = self.version.checks.filter(area=self.area.name, total_ref=self.ref).first()
        return found.parts if found else ""

    def context(self) -> dict[str, Any]:
        """Everything the template prints."""
        tabs = [
            {"label": area_words(area.name), "href": f"?area={at}", "current": at == self.at}
            for at, area in enumerate(self.areas)
        ]
        return {
            "form": self.version.form,
            "tabs": tabs if len(tabs) > 1 else [],
            "area": self.at,
            "grid": rows_of(self.area, bound_places(self.spots, self.area.name), self.ref),
            "ref": self.ref,
            "ref_words": place_words(self.area.name, self.ref),
            "spot": self.spot,
            "spot_label": label_of(self.spot) if self.spot else "",
            "cell_form": self.cell,
            "rows_form": self.rows,
            "check_form": self.check if self.blank.kind == "xlsx" or self.area.name != "text" else None,
            "show_rows": self.sent == "rows" or (self.spot is not None and self.spot.kind != SpotKind.CELL),
            "tables": [
                {"label": table.label, "columns": listed(["序号", *(str(words) for _key, words in table.columns)])}
                for table in sources.tables().values()
            ],
        }


@requires(KEEPERS, spot_here)
@require_POST
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a place be filled by nothing."""
    spot = loaded(request, FormSpot)
    form_id = spot.version.form_id
    Unbind(actor=actor_of(request), spot=spot).execute()
    messages.success(request, _("这一处不再填。"))
    return HttpResponseRedirect(reverse("reports:point", args=[form_id]))


@requires(KEEPERS, form_here)
@require_http_methods(["GET", "POST"])
def fill_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill a form: period and last time's typing are proposed, the result is shown before it is kept."""
    one = loaded(request, BlankForm)
    version = latest(one)
    if version is None:
        return HttpResponseRedirect(reverse("reports:renew", args=[one.pk]))
    labels = list(
        dict.fromkeys(version.spots.filter(source=sources.TYPED).order_by("area", "id").values_list("label", flat=True))
    )
    form = FillingForm(labels, request.POST or None, initial=_filling_initial(one, labels))
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        period = Period(form.cleaned_data["first"], form.cleaned_data["last"])
        if "make" in request.POST:
            action = FillForm(
                actor=actor_of(request),
                version=version,
                period=period,
                cut_off=form.cut_off(),
                typed=form.typed(),
                once=form.cleaned_data["once"],
            )
            made = action.execute()
            return HttpResponseRedirect(reverse("reports:filled", args=[made.pk]))
        shown = _preview(version, Asked(period, form.cut_off(), current_town(), actor_of(request).label), form.typed())
    context = {"form": one, "filling": form, "version": version, "has_spots": version.spots.exists(), **shown}
    return render(request, "reports/forms/fill.html", context, status=form.status if form.is_bound else 200)


def _filling_initial(one: BlankForm, labels: list[str]) -> dict[str, Any]:
    period = proposed(one.cycle, today())
    last = one.fillings.order_by("-made_at").first()
    typed = json.loads(last.typed) if last else {}
    return {
        "first": period.first,
        "last": period.last,
        **{f"typed-{at}": typed.get(label, "") for at, label in enumerate(labels)},
    }


def _preview(version: FormVersion, asked: Asked, typed: dict[str, str]) -> dict[str, Any]:
    outcome = fill(version, asked, typed)
    places = dict.fromkeys(outcome.filled.values, "")
    grids = [
        {
            "name": area_words(area.name),
            "rows": [
                [{**cell, "filled": (area.name, cell["ref"]) in places} for cell in row]
                for row in rows_of(area, {}, "")
            ],
        }
        for area in open_blank(outcome.data).areas()
    ]
    return {"grids": grids, "problems": outcome.problems, "meter": _share(outcome.by_itself, outcome.by_hand)}


@requires(KEEPERS, filled_here)
@require_safe
def filled(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled form: the file to take away, the blocks to paste where no file is taken, what did not agree."""
    row = loaded(request, FilledForm)
    kept = attachments.of("filled_form", row.pk)
    entries = [_entry_row(entry) for entry in json.loads(row.values)]
    context = {
        "row": row,
        "form": row.form,
        "period": period_label(Period(row.first, row.last)),
        "cut_off": f"{local(row.cut_off):%Y-%m-%d %H:%M}",
        "file": kept[0] if kept else None,
        "entries": entries,
        "paste": "\n".join(f"{entry['label']}：{entry['text']}" for entry in entries),
        "problems": json.loads(row.problems),
        "empty": [entry["label"] for entry in entries if not entry["text"]],
        "meter": _share(row.by_itself, row.by_hand),
    }
    return render(request, "reports/forms/filled.html", context)


def _entry_row(entry: list[str]) -> dict[str, Any]:
    """A filled place for the paste pack; ``rows`` is how high its box must be.

    It is pasted into other people's spreadsheets: what looks like a formula is defused, cell by cell.
    """
    area, ref, label, text = entry
    text = "\n".join("\t".join(str(formula_safe(cell)) for cell in line.split("\t")) for line in text.split("\n"))
    rows = min(text.count("\n") + len(text) // 60 + 1, 8)
    return {"place": place_words(area, ref), "label": label, "text": text, "rows": rows}

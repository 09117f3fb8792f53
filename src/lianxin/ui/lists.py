"""Lists: declared columns and filters, keyset pages, prepared rows, exports; no COUNT, one statement a page.

A room declares::

    CASES = ListSpec(
        name="cases",
        columns=(
            Column("number", _("编号")),
            Column("summary", _("内容"), main=True),
            Column("due", _("到期"), sort="due"),
            Column("state", _("状态")),
        ),
        filters=(Choice("unit", _("单位"), choices=unit_choices, apply=lambda qs, v: qs.filter(unit_id=v)),),
        sorts={"due": Sort(_("到期"), "due_at"), "new": Sort(_("最新"), "received_at", descending=True)},
        row=case_row,          # object -> {"number": "…", "summary": Cell("…", href="…"), …}
    )

    @requires(policy)
    def to_assign(request):
        return CASES.respond(request, selectors.to_assign(), "cases/to_assign.html", {"title": _("待交办")})

and the template says ``{% include "ui/components/list.html" %}``. ``row`` must not touch the database: the selector
fetches everything (``select_related``). The sort field must never be NULL. ``?format=xlsx`` / ``csv`` exports the
filtered list; every list exports.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxin.core import clock
from lianxin.people.access import actor_of
from lianxin.people.actions.exports import record_export
from lianxin.ui import dates, exports, written
from lianxin.ui.keyset import Kept, Place, Slice, slice_page
from lianxin.ui.written import Head

Label = str | Promise
Rows = QuerySet[Any, Any]
#: Page size of screens; a phone shows them as cards.
PAGE: Final = 50
#: So many drawn rows are kept in a process (about 4 kB each).
DRAWN: Final = 1000
#: Cookie prefix that remembers the last filter of a list (no personal data: codes of filters only, 30 days).
COOKIE: Final = "lx_list_"


class Cell(NamedTuple):
    """One prepared cell. ``text`` may be safe HTML (a state tag); ``plain`` is what an export writes."""

    text: Any
    href: str = ""
    sub: str = ""
    plain: Any = None


@dataclass(frozen=True)
class Column:
    """A column; ``main`` is the row's heading (one per list), ``sort`` names an entry of ``ListSpec.sorts``."""

    key: str
    label: Label
    main: bool = False
    number: bool = False
    sort: str = ""
    export_only: bool = False
    screen_only: bool = False


@dataclass(frozen=True)
class Sort:
    """An order of the list; ``path`` is a NOT NULL model field, ties are broken by id."""

    label: Label
    path: str
    descending: bool = False


Choices = Sequence[tuple[str, Label]] | Callable[[HttpRequest], Sequence[tuple[str, Label]]]


class Pairs(tuple[tuple[str, str], ...]):
    """Choices whose values and labels are finished texts; they are taken as they are."""

    __slots__ = ()


@dataclass(frozen=True)
class Filter:
    """A filter; ``apply(queryset, value)`` narrows. ``kind``: ``choice`` ``text`` ``date``."""

    name: str
    label: Label
    apply: Callable[[Rows, Any], Rows]
    kind: str = "text"
    choices: Choices = ()
    placeholder: Label = ""
    _words: dict[str, "Pairs"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def options(self, request: HttpRequest) -> Pairs:
        """The (value, label) pairs of a choice."""
        if callable(self.choices):
            return _pairs(self.choices(request))
        if isinstance(self.choices, Pairs):
            return self.choices
        language = get_language() or ""
        if language not in self._words:
            self._words[language] = _pairs(self.choices)
        return self._words[language]

    def read(self, typed: str, options: Sequence[tuple[str, str]]) -> Any:
        """The typed value made usable, or None when empty or not understood (an old bookmark must still open)."""
        if not typed.strip():
            return None
        if self.kind == "choice":
            return typed if typed in {value for value, _label in options} else None
        return dates.parse_date(typed) if self.kind == "date" else typed.replace("\x00", "").strip()[:100]


_NONE: Final = Pairs()


@dataclass(frozen=True)
class Preset:
    """A ready-made filter shown as a pill: ``Preset(_("今天到期"), {"due": "today"})``."""

    label: Label
    query: Mapping[str, str]


@dataclass
class Listing:
    """What the template prints: finished strings and addresses only."""

    columns: list[dict[str, Any]]
    rows: Sequence[SafeString | Sequence[Mapping[str, Any]]]
    filters: list[dict[str, Any]]
    presets: list[dict[str, Any]]
    exports: list[dict[str, str]]
    caption: str = ""
    sort_code: str = ""
    carried: list[tuple[str, str]] = field(default_factory=list)
    is_filtered: bool = False
    clear_href: str = ""
    last_href: str = ""
    next_href: str = ""
    previous_href: str = ""
    empty_title: str = ""
    empty_text: str = ""
    objects: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class _Query:
    """The understood query string of one request."""

    values: Mapping[str, Any]
    typed: Mapping[str, str]
    options: Mapping[str, Pairs]
    sort: str
    place: Place | None


class _Looks:
    """Rows already drawn: for each look of a list, object → HTML; so many in all, then begun anew."""

    def __init__(self) -> None:
        self.by_look: dict[Hashable, dict[Any, SafeString]] = {}

    def of(self, look: Hashable) -> dict[Any, SafeString]:
        """The rows of this look."""
        if sum(map(len, self.by_look.values())) > DRAWN or len(self.by_look) > DRAWN:
            self.by_look = {}
        return self.by_look.setdefault(look, {})


_LOOKS: Final = _Looks()


@dataclass(frozen=True)
class ListSpec:
    """The declaration of one list.

    ``look`` may be given where the objects are plain hashable values: it names all that a drawn row depends on besides
    the object itself, the columns, the language and the day. Such a row is kept as it was drawn.
    """

    name: str
    columns: Sequence[Column]
    row: Callable[[Any], Mapping[str, Any]]
    sorts: Mapping[str, Sort]
    filters: Sequence[Filter] = ()
    presets: Sequence[Preset] = ()
    size: int = PAGE
    look: Hashable = None
    caption: Label = ""
    empty_title: Label = ""
    empty_text: Label = ""

    def respond(
        self,
        request: HttpRequest,
        queryset: Rows | Callable[[], Rows],
        template: str,
        context: Mapping[str, Any] | None = None,
        *,
        kept: Kept | None = None,
    ) -> HttpResponseBase:
        """The page, or the export that ``?format=`` asks for.

        A list with *kept* may give what makes its queryset instead: most pages then need not make it.
        """
        wanted = request.GET.get("format", "")
        if wanted in exports.FORMATS:
            return self.export(request, queryset() if callable(queryset) else queryset, wanted)
        listing = self.listing(request, queryset, kept)
        response = render(request, template, {"list": listing, **(context or {})})
        chosen = {one.name for one in self.filters if one.kind != "text"}
        if listing.is_filtered and any(request.GET.get(name) for name in chosen):
            response.set_cookie(
                COOKIE + self.name, _kept(request, {one.name for one in self.filters} - chosen), max_age=30 * 86400,
                path=request.path, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", httponly=True,
            )  # fmt: skip
        return response

    def listing(self, request: HttpRequest, queryset: Rows | Callable[[], Rows], kept: Kept | None = None) -> Listing:
        """Prepared rows of one page: exactly one statement."""
        query = self._read(request)
        page = slice_page(
            lambda: self._narrowed(queryset() if callable(queryset) else queryset, query),
            self.sorts[query.sort].path,
            self._is_descending(query),
            query.place,
            self.size,
            kept and self._kept(kept, query),
        )
        return self._listing(request, query, page)

    def narrowed(self, request: HttpRequest, queryset: Rows) -> Rows:
        """What the filters of this request leave of *queryset*; for totals beside the list."""
        return self._narrowed(queryset, self._read(request))

    def export(self, request: HttpRequest, queryset: Rows, wanted: str) -> HttpResponseBase:
        """The whole filtered list as a file, in the chosen order."""
        record_export(actor_of(request), str(self.caption or self.name), wanted)
        query = self._read(request)
        sort = self.sorts[query.sort]
        sign = "-" if sort.descending else ""
        rows = self._narrowed(queryset, query).order_by(f"{sign}{sort.path}", f"{sign}pk")
        columns = [column for column in self.columns if not column.screen_only]
        headers = [str(column.label) for column in columns]
        lines = (
            [_plain(values.get(column.key)) for column in columns]
            for values in map(self.row, rows.iterator(chunk_size=500))
        )
        town = getattr(request, "town", None)
        note = _("演示数据") if town and town.is_demo else ""
        return exports.file_response(wanted, str(self.caption or self.name), headers, lines, note)

    def _kept(self, kept: Kept, query: _Query) -> Kept | None:
        """The key of this very page; None for words that were typed and for later pages, which hardly come twice."""
        if query.place is not None or any(query.values[one.name] for one in self.filters if one.kind != "choice"):
            return None
        chosen = tuple((name, value) for name, value in query.values.items() if value is not None)
        return replace(kept, key=("list", self.name, kept.key, query.sort, self.size, chosen))

    # reading the query string

    def _read(self, request: HttpRequest) -> _Query:
        options = {one.name: one.options(request) if one.kind == "choice" else _NONE for one in self.filters}
        typed = {one.name: request.GET.get(one.name, "") for one in self.filters}
        values = {one.name: one.read(typed[one.name], options[one.name]) for one in self.filters}
        code = request.GET.get("sort", "")
        sort = code if code in self.sorts else next(iter(self.sorts))
        return _Query(values, typed, options, sort, Place.read(request.GET.get("from", "")))

    def _narrowed(self, queryset: Rows, query: _Query) -> Rows:
        for one in self.filters:
            value = query.values[one.name]
            if value is not None:
                queryset = one.apply(queryset, value)
        return queryset

    def _is_descending(self, query: _Query) -> bool:
        return self.sorts[query.sort].descending

    # preparing what is printed

    def _listing(self, request: HttpRequest, query: _Query, page: Slice) -> Listing:
        shown = [column for column in self.columns if not column.export_only]
        filtered = any(value is not None for value in query.values.values())
        last = request.COOKIES.get(COOKIE + self.name, "")
        carried = _carried(request, {one.name for one in self.filters})
        return Listing(
            columns=[self._head(request, column, query) for column in shown],
            rows=self._drawn(shown, page.objects),
            filters=[_filter_row(one, query) for one in self.filters],
            presets=[_preset_row(one, query) for one in self.presets],
            exports=[
                {"label": str(label), "href": _address(request, format=kind)} for kind, label in exports.FORMATS.items()
            ],
            caption=str(self.caption),
            carried=carried,
            sort_code=query.sort if request.GET.get("sort") else "",
            is_filtered=filtered,
            clear_href=f"{request.path}?{urlencode(carried)}" if carried else request.path,
            last_href=f"?{last}" if last and not filtered else "",
            next_href=_address(request, **{"from": page.next_place.text()}) if page.next_place else "",
            previous_href=_address(request, **{"from": page.previous_place.text()}) if page.previous_place else "",
            empty_title=str(self.empty_title) or (_("没有符合条件的记录") if filtered else _("这里现在没有事")),
            empty_text=str(self.empty_text) or (_("可以放宽筛选条件再看。") if filtered else ""),
            objects=page.objects,
        )

    def _drawn(self, shown: Sequence[Column], objects: Sequence[Any]) -> list[SafeString]:
        """The rows as HTML; with a *look*, a row that was drawn before is not drawn again."""
        if self.look is None:
            return _rows(shown, map(self.row, objects))
        place = (self.name, tuple(column.key for column in shown), self.look, get_language(), clock.today())
        kept = _LOOKS.of(place)
        missing = [one for one in objects if one not in kept]
        if missing:
            kept.update(zip(missing, _rows(shown, map(self.row, missing)), strict=True))
        return [kept[one] for one in objects]

    def _head(self, request: HttpRequest, column: Column, query: _Query) -> dict[str, Any]:
        is_sorted = bool(column.sort) and column.sort == query.sort
        return {
            "label": str(column.label),
            "is_number": column.number,
            "sort_href": _address(request, sort=column.sort) if column.sort in self.sorts and not is_sorted else "",
            "sorted": ("descending" if self.sorts[column.sort].descending else "ascending") if is_sorted else "",
        }


def _rows(columns: Sequence[Column], found: Iterable[Mapping[str, Any]]) -> list[SafeString]:
    """All rows, drawn; the heading of a column is translated once."""
    heads = [Head(column.key, str(column.label), column.main, column.number) for column in columns]
    words: dict[dt.date, str] = {}
    return [written.row([_cell(head, values.get(head.key, ""), words) for head in heads]) for values in found]


def _cell(head: Head, value: Any, words: dict[dt.date, str]) -> str:
    """One drawn cell."""
    href = sub = ""
    if type(value) is Cell:
        value, href, sub, _other = value
        sub = str(sub or "")
    if type(value) is dt.date:
        value = _day(value, words)
    elif not isinstance(value, str):
        value = _shown(value)
    return written.drawn(head, value, href, sub)


def _day(value: dt.date, words: dict[dt.date, str]) -> str:
    """A day in words; a page has many rows of the same few days."""
    found = words.get(value)
    if found is None:
        found = words[value] = dates.zh_day(value)
    return found


def _shown(value: Any) -> str:
    """A value that is no text as the page prints it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return dates.zh_datetime(value)
    if isinstance(value, dt.date):
        return dates.zh_day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return dates.zh_number(value)
    return str(value)


def _plain(value: Any) -> Any:
    """A value as an export writes it."""
    if isinstance(value, Cell):
        return value.plain if value.plain is not None else value.text
    return value


def _pairs(found: Iterable[tuple[Any, Label]]) -> Pairs:
    return Pairs((str(value), str(label)) for value, label in found)


def _filter_row(one: Filter, query: _Query) -> dict[str, Any]:
    typed, chosen = query.typed[one.name], str(query.values[one.name] or "")
    return {
        "name": one.name,
        "label": str(one.label),
        "kind": one.kind,
        "input_type": {"date": "date", "text": "search"}.get(one.kind, "text"),
        "value": typed[:100],
        "placeholder": str(one.placeholder),
        "choices": written.choices(query.options[one.name], chosen) if one.kind == "choice" else "",
    }


def _preset_row(one: Preset, query: _Query) -> dict[str, Any]:
    wanted = {name: value for name, value in query.typed.items() if value}
    pairs = "&".join(f"{name}={value}" for name, value in one.query.items())
    return {"label": str(one.label), "href": f"?{pairs}", "current": wanted == dict(one.query)}


def _address(request: HttpRequest, **changes: str) -> str:
    """The current query string with changes; the page position is dropped unless it is what changes."""
    return f"?{_query(request, changes)}"


def _query(request: HttpRequest, changes: Mapping[str, str]) -> str:
    query = {name: values for name, values in request.GET.lists() if name not in {"from", "format"}}
    query.update((name, [value]) for name, value in changes.items())
    return urlencode(query, doseq=True)


def _carried(request: HttpRequest, filters: set[str]) -> list[tuple[str, str]]:
    """What else stands in the address (which list of several); a filter keeps it."""
    left = {*filters, "from", "format", "sort"}
    return [(name, str(value)) for name, value in request.GET.items() if name not in left]


def _kept(request: HttpRequest, typed: set[str]) -> str:
    """The query string worth remembering: codes and days.  Words somebody typed may be anybody's name, and the next at
    this computer would read them.
    """
    query = request.GET.copy()
    for name in (*typed, "from", "format"):
        query.pop(name, None)
    return query.urlencode()[:1500]


def with_rows(listing: Listing, rows: list[SafeString]) -> Listing:
    """A copy with other rows; for lists that are computed rather than read (figures)."""
    return replace(listing, rows=rows)

"""Files of the import: the empty template, and the refused rows with the reason beside each."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import lists, policies
from lianxin.cases.imports import files
from lianxin.cases.imports.pages.batch import by_id
from lianxin.cases.imports.service import OWN_HEADERS, REFUSED
from lianxin.cases.imports.texts import template_columns
from lianxin.cases.models import ImportBatch, ImportRow
from lianxin.core.late import late
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.exports import record_export
from lianxin.ui import exports

xlsx = late("lianxin.core.documents.xlsx")

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(policies.IMPORT)
@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    """An empty workbook with the headers we like best, and a second sheet that says what belongs into each."""
    book = lists.book()
    words = {
        "kind": "、".join(entry.label for entry in book["opinion_kind"].values()),
        "channel": "、".join(entry.label for entry in book["channel"].values()),
    }
    columns = template_columns(words)
    body = xlsx.workbook_bytes(
        [
            xlsx.Sheet(_("居民意见"), [xlsx.Column(header, width=width) for header, width, _note in columns], []),
            xlsx.Sheet(_("填写说明"), [xlsx.Column(_("列"), 16), xlsx.Column(_("怎么填"), 70, wrap=True)],
                  [(header, note) for header, _width, note in columns]),
        ]
    )  # fmt: skip
    response = HttpResponse(body, content_type=_XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(_('居民意见导入模板'))}.xlsx"
    return response


@requires(policies.IMPORT, by_id)
@require_safe
def refused(request: HttpRequest, batch: int) -> HttpResponseBase:
    """The refused rows as they came, with cell and reason behind them: mend them and upload the file again."""
    found = loaded(request, ImportBatch)
    if not found.stored_name or not found.rows_refused:
        return redirect("cases:import", batch=batch)
    record_export(actor_of(request), _("导入退回的行"), "xlsx")
    table = files.table_of(found)
    why = {row.row_no: row for row in ImportRow.objects.filter(batch=found, result=REFUSED)}

    def lines() -> Iterator[list[str]]:
        for row in table.rows:
            one = why.get(row.number)
            if one is not None:
                yield [*row.values[: _own_width(table.headers)], one.problem, one.cell]

    headers = [*table.headers[: _own_width(table.headers)], *OWN_HEADERS]
    town = getattr(request, "town", None)
    note = _("演示数据") if town and town.is_demo else ""
    return exports.file_response("xlsx", _("退回的行"), headers, lines(), note)


def _own_width(headers: tuple[str, ...]) -> int:
    """How many columns are the clerk's: a mended file may bring the reasons of last time with it."""
    return len(headers) - len(OWN_HEADERS) if headers[-len(OWN_HEADERS) :] == OWN_HEADERS else len(headers)

"""The result of an import in finished strings."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases.imports.pages.home import state_tag
from lianxin.cases.imports.service import DUPLICATE, REFUSED
from lianxin.cases.models import BatchState, ImportBatch, ImportRow
from lianxin.ui.dates import zh_datetime

#: Refused and repeated rows shown; all refused ones are in the download.
SHOWN: Final = 50


def result_context(batch: ImportBatch) -> dict[str, Any]:
    """Counts, refused rows with their cells, repeated rows with what they repeat; three statements."""
    rows = ImportRow.objects.filter(batch=batch).order_by("row_no")
    refused = rows.filter(result=REFUSED)[:SHOWN]
    repeated = rows.filter(result=DUPLICATE).select_related("opinion__case")[:SHOWN]
    finished = batch.state in (BatchState.DONE, BatchState.FAILED)
    return {
        "title": batch.file_name,
        "batch": batch,
        "state": state_tag(batch),
        "stats": _stats(batch),
        "refused": [{"cell": one.cell, "why": one.problem} for one in refused],
        "more_refused": max(batch.rows_refused - SHOWN, 0),
        "repeated": [_repeated(one) for one in repeated],
        "more_repeated": max(batch.rows_duplicate - SHOWN, 0),
        "may_undo": finished and batch.rows_made > 0,
        "may_resume": batch.state == BatchState.FAILED and bool(batch.stored_name),
        "may_download": batch.rows_refused > 0 and bool(batch.stored_name),
        "undone_when": zh_datetime(batch.undone_at) if batch.undone_at else "",
        "kept": batch.rows_made - batch.rows_undone if batch.state == BatchState.UNDONE else 0,
    }


def _stats(batch: ImportBatch) -> list[dict[str, Any]]:
    """Three counts that add up to the rows of the file."""
    total = _("表里共 %(n)s 行") % {"n": batch.rows_total}
    row = _("行")
    return [
        {"name": _("成为意见"), "value": batch.rows_made, "unit": row, "n": total, "tone": "good"},
        {"name": _("重复"), "value": batch.rows_duplicate, "unit": row, "n": total},
        {
            "name": _("退回"), "value": batch.rows_refused, "unit": row, "n": total,
            "tone": "warn" if batch.rows_refused else "",
        },
    ]  # fmt: skip


def _repeated(row: ImportRow) -> dict[str, str]:
    opinion = row.opinion
    if opinion is None:
        return {"row": str(row.row_no), "text": "", "href": ""}
    number = opinion.case.number
    return {"row": str(row.row_no), "text": number, "href": reverse("cases:desk_case", args=[number])}

"""Proof that a frozen report still says what was signed: its digest, and the digest in the log."""

import json
from collections.abc import Iterator

from lianxin.journal.models import LogEntry
from lianxin.journal.verify import Finding
from lianxin.reports.frozen.actions import sealed
from lianxin.reports.frozen.models import FrozenReport


def is_whole(report: FrozenReport) -> bool:
    """Say whether the content has the digest that was signed; no statement."""
    try:
        return sealed(json.loads(report.content)) == report.sha256
    except ValueError:
        return False


def findings() -> Iterator[Finding]:
    """Reports of the town whose content or digest is not the one in the log; for ``verify``."""
    signed = {
        entry.object_id: str(json.loads(entry.data).get("file", ""))
        for entry in LogEntry.objects.filter(object_kind="frozen_report", verb="report.freeze")
    }
    for report in FrozenReport.objects.order_by("id").iterator():
        if not is_whole(report) or signed.get(report.pk) != report.sha256:
            yield Finding("report_changed", "frozen_report", report.pk, f"{report.number} v{report.version}")

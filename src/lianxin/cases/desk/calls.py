"""What was said when somebody got in touch with the resident: the first call, the telling, the meeting face to face."""

from typing import Any

from lianxin.cases.models import ContactHow, ContactPurpose
from lianxin.cases.selectors.case_page import CasePage
from lianxin.core.masking import mask
from lianxin.ui.dates import zh_datetime


def rows(page: CasePage) -> list[dict[str, Any]]:
    """The contacts whose note says something, newest first, as lines of a timeline; no statement."""
    purposes, ways = dict(ContactPurpose.choices), dict(ContactHow.choices)
    return [
        {
            "title": f"{purposes.get(one.code, one.code)} · {ways.get(one.extra, one.extra)}",
            "when": zh_datetime(one.at) if one.at else "",
            "who": one.who,
            "text": mask(one.text),
        }
        for one in reversed(page.calls)
        if one.text
    ]

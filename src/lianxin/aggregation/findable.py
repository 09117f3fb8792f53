"""Signed replies and issues become findable a minute after they were made; opinions are at once, by their own room.

Neither a signed reply nor the name of an issue changes later, so that time may write the search table behind them.
What was superseded or dissolved stays in the table and is left out when somebody looks (`selectors/finding.py`).
"""

from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from lianxin.aggregation.selectors.finding import ISSUE, REPLY
from lianxin.cases.models import Issue, PointAnswer, Reply
from lianxin.db.transactions import write
from lianxin.records.models import SearchEntry
from lianxin.records.search import DESK, index

#: So many become findable in one transaction.
BATCH: Final = 200


def make_findable() -> int:
    """Write what is missing in the search table, batch by batch; how many."""
    done = 0
    while replies := list(_missing_replies()[:BATCH]):
        words = _words(replies)
        with write():
            for one in replies:
                index(REPLY, one.pk, f"{one.case.number} {words[one.pk]}")
        done += len(replies)
    while issues := list(Issue.objects.filter(~_known(ISSUE)).order_by("pk")[:BATCH]):
        with write():
            for issue in issues:
                index(ISSUE, issue.pk, f"{issue.number} {issue.title}")
        done += len(issues)
    return done


def _missing_replies() -> QuerySet[Reply]:
    rows = Reply.objects.filter(~_known(REPLY), signed_at__isnull=False, superseded=False)
    return rows.select_related("case").order_by("pk")


def _known(kind: str) -> Exists:
    return Exists(SearchEntry.objects.filter(kind=kind, object_id=OuterRef("pk"), scope=DESK))


def _words(replies: Sequence[Reply]) -> dict[int, str]:
    """All words of some replies; one statement."""
    found = {one.pk: [one.text] for one in replies}
    rows = PointAnswer.objects.filter(reply__in=list(found)).order_by("pk").values_list("reply_id", "answer")
    for pk, words in rows:
        found[pk].append(words)
    return {pk: " ".join(filter(None, some)) for pk, some in found.items()}

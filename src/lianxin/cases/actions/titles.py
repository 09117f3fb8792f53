"""What a matter is called before somebody names it, and by which words it is found.

Words said in confidence are neither quoted in a title, which everybody reads who handles the matter, nor looked
through by the search, which would answer anybody's guess at them with yes or no.
"""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.cases.actions.base import KIND
from lianxin.cases.models import Case, Opinion
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.places.models import Category
from lianxin.records.search import index

MAX_TITLE: Final = 60
#: So much of the words is looked at.
_BEGINNING: Final = 400


def title_of(spoken: str, summary: str, category: Category | None, *, confidential: bool) -> str:
    """What lists show: the summary, else the beginning of the words with personal data hidden, else what it is about.

    Stored once for every reader, so always in Chinese.
    """
    if summary or not confidential:
        return shorten(mask(summary or spoken[:_BEGINNING]), MAX_TITLE)
    with override("zh-hans"):
        about = category.name if category is not None else _("未分类")
        return shorten(_("一件要求保密的事（%(what)s）") % {"what": about}, MAX_TITLE)


def retitled(case: Case, opinion: Opinion, *, confidential: bool) -> str:
    """The title after the speaker asked for confidence, or no longer does; one that somebody wrote stays."""
    before = title_of(opinion.verbatim, opinion.summary, case.category, confidential=not confidential)
    if case.title != before:
        return case.title
    return title_of(opinion.verbatim, opinion.summary, case.category, confidential=confidential)


def refind(case: Case) -> None:
    """Make a case findable by its present number and title and by everything that was said openly."""
    open_ones = Opinion.objects.filter(case_id=case.pk, confidential=False).order_by("id")
    index(KIND, case.pk, " ".join((case.number, case.title, *open_ones.values_list("verbatim", flat=True))))

"""Promises counted: those of answers to residents and those of answers to suggestions, and the lines behind them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from lianxin.cases.figures import populations, suggestion_rows
from lianxin.cases.figures.populations import Population
from lianxin.cases.figures.reading import facts_by
from lianxin.cases.promises.pages import LEDGER
from lianxin.cases.promises.selectors import whole_ledger
from lianxin.clocks.models import Promise
from lianxin.people.access import actor_of
from lianxin.reports.figures.model import Fact, Reader, Scope
from lianxin.ui.lists import ListSpec

OF_RESIDENTS, OF_SUGGESTIONS = populations.PROMISES, suggestion_rows.PROMISES


def facts(reader: Reader) -> Iterable[Fact]:
    """Every promise that falls due, whoever was answered; two statements, none where everything is read together."""
    return [*facts_by(OF_RESIDENTS)(reader), *facts_by(OF_SUGGESTIONS)(reader)]


def behind(*counted: Population) -> Callable[[HttpRequest, Scope, str], tuple[ListSpec, QuerySet[Promise]]]:
    """The lines of the ledger that were counted, as far as the person may open what they belong to."""

    def listed(request: HttpRequest, scope: Scope, part: str) -> tuple[ListSpec, QuerySet[Any]]:
        found = Q(pk__in=[])
        for one in counted:
            found |= Q(pk__in=one.behind(scope, "kept", part).order_by().values("pk"))
        return replace(LEDGER, filters=()), whole_ledger(actor_of(request)).filter(found)

    return listed

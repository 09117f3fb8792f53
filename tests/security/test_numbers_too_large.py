"""A number in an address may have any number of digits: nothing is there, and nothing breaks."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from lianxin.records.views import chain
from tests.cases.factories import Town


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_the_chain_of_an_impossible_id_is_not_found(town: Town, number: int) -> None:
    request = RequestFactory().get("/desk/lineage/")
    request.actor = town.office  # type: ignore[attr-defined]
    with pytest.raises(Http404):
        chain.show(request, "case", number)

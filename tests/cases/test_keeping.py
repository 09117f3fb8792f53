"""When contact data goes is one rule of the town, and every page that promises it reads that rule."""

from django.test import Client
from django.urls import reverse

from lianxin.cases import keeping
from lianxin.clocks.models import ClockRule
from lianxin.db.models import Town as TownRow
from tests.cases.factories import Town

SIX = "联系方式在办结后 6 个月自动删除。"


def test_the_promise_follows_the_rule_and_falls_back_to_the_default_without_one(town: Town) -> None:
    rules = ClockRule.objects.filter(track=keeping.FOR_RESIDENTS, code=keeping.RULE)
    assert rules.update(n=6) == 1
    assert keeping.sentence() == SIX
    TownRow.objects.filter(pk=town.row.pk).update(is_default=True)
    assert SIX in Client().get(reverse("ui:about", args=["privacy"])).content.decode()
    rules.delete()
    assert keeping.months() == keeping.RETENTION_MONTHS == 12

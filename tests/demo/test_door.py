"""What the example town does at the door, played on a small town."""

from types import SimpleNamespace
from typing import Any, cast

from lianxin.cases import workflow as w
from lianxin.cases.models import DeliveryItem, IssueCase, MeToo
from lianxin.demo.door import gather_and_carry
from tests.cases.conftest import clock, town  # noqa: F401
from tests.cases.factories import Town, make_case


def test_alike_matters_come_together_and_slips_go_out(town: Town) -> None:  # noqa: F811
    for words in ("电梯停了", "电梯又停了", "电梯还停着"):
        make_case(town, w.CONTACTED, words=words)
    for _ in range(4):
        make_case(town, w.REPLIED)
    people = SimpleNamespace(somebody=lambda _role: town.desk, at=lambda _role, _code: town.secretary)
    gather_and_carry(cast(Any, people))
    assert IssueCase.objects.count() == 2
    assert MeToo.objects.count() == 1
    assert list(DeliveryItem.objects.order_by("order").values_list("outcome", "tick")) == [
        ("delivered", "solved"), ("delivered", "unsolved"), ("not_home", ""), ("pending", ""),
    ]  # fmt: skip

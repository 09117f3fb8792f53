"""Whatever the network does – any order, repeats, interleaving of phones and pieces – each item arrives once."""

import hashlib
from collections.abc import Sequence

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lianxin.cases.models import Case, Opinion
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.field.models import Item, Seat, Visit
from lianxin.journal.models import IdempotencyKey
from lianxin.journal.verify import verify_town
from lianxin.records.models import Attachment
from tests.cases.factories import Town
from tests.examples import examples
from tests.field.factories import Phone, picture

PICTURES = tuple(picture(shade) for shade in (10, 120, 230))
#: One step: which item, and what of it is sent – its words, altered words, or a piece of a photo at some place.
STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(("words", "altered", "piece")), st.integers(0, 4)),
    min_size=1,
    max_size=40,
)


def run(phones: Sequence[Phone], steps: list[tuple[int, str, int]]) -> dict[str, str]:
    """Send what the steps say, then everything once more until it is there; returns number by key."""
    items = [phones[at % 2].envelope(f"第{at}条", photos=PICTURES[: at % 3]) for at in range(4)]
    numbers: dict[str, set[str]] = {item["key"]: set() for item in items}
    for at, what, where in steps:
        item, phone = items[at], phones[where % 2]
        if what == "words":
            numbers[item["key"]].add(phone.send(item).json()["number"])
        elif what == "altered":
            altered = {**item, "salt": "0" * 32}
            if numbers[item["key"]]:
                assert phone.send(altered).status_code == 409
        elif item["photos"]:
            photo = PICTURES[where % len(item["photos"])]
            phone.send_piece(item["key"], photo, where * 150, photo[where * 150 : where * 150 + 150])
    for item in reversed(items):
        numbers[item["key"]].add(phones[0].send(item).json()["number"])
        for photo in PICTURES[: len(item["photos"])]:
            assert phones[1].send_photo(item["key"], photo, 400)["done"]
    assert all(len(found) == 1 for found in numbers.values())
    return {key: found.pop() for key, found in numbers.items()}


@pytest.mark.django_db
@settings(
    max_examples=examples(8, 60), deadline=None, phases=(Phase.explicit, Phase.generate), derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_each_item_arrives_exactly_once(town: Town, phone: Phone, other_phone: Phone, steps: list) -> None:  # type: ignore[type-arg]
    with write(), town_scope(town.row):
        before = Case.objects.count()
        numbers = run((phone, other_phone), steps)
        assert Case.objects.count() == before + 4
        assert set(Item.objects.filter(key__in=numbers).values_list("key", "number")) == set(numbers.items())
        assert Opinion.objects.filter(client_key__in=numbers).count() == 4
        assert IdempotencyKey.objects.filter(key__in=[f"field:{key}" for key in numbers]).count() == 4
        cases = Item.objects.filter(key__in=numbers).values_list("result_id", flat=True)
        assert Attachment.objects.filter(owner_kind="case", owner_id__in=list(cases)).count() == 3
        slips = list(Item.objects.exclude(slip="").values_list("slip", flat=True))
        assert len(set(slips)) == len(slips)
    assert not verify_town(town.row).findings


def test_the_pictures_differ() -> None:
    assert len({hashlib.sha256(one).digest() for one in PICTURES}) == 3


@pytest.mark.django_db
def test_a_hundred_and_twenty_phones_get_a_hundred_and_twenty_numbers(town: Town, phone: Phone) -> None:
    given = set()
    for _n in range(120):
        one = Phone(Client(), phone.issued)
        one.client.cookies = phone.client.cookies
        data = one.take_seat()
        given.add((data["visit"], data["recorder"]))
    assert len(given) == 120
    assert (Seat.objects.count(), Visit.objects.count()) == (121, 2)

"""The small town of the cases room, and a phone on a visit to its first neighbourhood."""

import pytest
from django.test import Client

from lianxin.deputies.models import Mandate
from tests.cases.conftest import clock, town
from tests.cases.factories import Town
from tests.deputies.factories import TERM_BEGINS, make_term
from tests.field.factories import Phone

__all__ = ["clock", "phone", "town"]


@pytest.fixture
def phone(town: Town) -> Phone:
    """A phone that came in by a visit link and has its number; the deputy of the town is in office."""
    Mandate.objects.create(deputy=town.deputy, level="town", term=make_term(), starts_on=TERM_BEGINS)
    made = Phone.on_visit(town.first)
    made.take_seat()
    return made


@pytest.fixture
def other_phone(town: Town, phone: Phone) -> Phone:
    """Another phone of the same visit."""
    made = Phone(Client(), phone.issued)
    made.come_in()
    made.take_seat()
    return made

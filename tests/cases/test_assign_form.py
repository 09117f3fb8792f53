"""Choosing who helps: grouped, folded without a script, what the 权责表 suggests first and open."""

import re

from lianxin.cases import workflow as w
from lianxin.people import roles
from tests.cases.desk import form_of, press, signed_in, text_of
from tests.cases.factories import Town, make_case


def groups(page: str) -> dict[str, tuple[bool, list[str]]]:
    """Title → (stands open, units in it)."""
    found = {}
    group = r'<details class="more fold-group"( open)?><summary><span>(.*?) <small>.*?</summary>(.*?)</details>'
    for opened, title, inner in re.findall(group, page, re.DOTALL):
        found[title] = (bool(opened), re.findall(r'class="text">([^<]+)', inner))
    return found


def test_units_that_may_help_stand_in_groups_by_kind_and_nothing_is_lost(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    page = groups(text_of(signed_in(roles.GOVERNMENT_DESK).get(form_of(case, "assign"))))
    assert len(page) > 2
    names = [name for _open, inside in page.values() for name in inside]
    assert town.police_unit.label in names
    assert town.desk_unit.label not in names
    assert len(names) == len(set(names))


def test_a_group_with_something_chosen_stands_open_after_a_mistake(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    answer = press(
        signed_in(roles.GOVERNMENT_DESK), case, "assign", unit_id="", co_unit_ids=[town.police_unit.pk],
        expected_version=case.version,
    )  # fmt: skip
    assert answer.status_code == 422
    opened = [inside for stands_open, inside in groups(text_of(answer)).values() if stands_open]
    assert any(town.police_unit.label in inside for inside in opened)


def test_what_is_ticked_in_a_folded_group_is_taken_over(town: Town) -> None:
    case = make_case(town, w.TRANSFERRED).case
    answer = press(
        signed_in(roles.GOVERNMENT_DESK), case, "assign", unit_id=town.office_unit.pk, correction_reason="按职责",
        co_unit_ids=[town.police_unit.pk, town.centre_unit.pk], expected_version=case.version,
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    case.refresh_from_db()
    assert case.co_unit_ids == {town.police_unit.pk, town.centre_unit.pk}

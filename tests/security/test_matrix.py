"""Every address × every role × own, foreign and other town's objects (the table is ``matrix_table``)."""

from collections import Counter

import pytest

from lianxin.people import roles
from tests.security import matrix
from tests.security.matrix_table import MAKERS, ROWS
from tests.security.world import World


def test_every_address_is_listed() -> None:
    listed = {row.url for row in ROWS}
    missing = sorted(set(matrix.addresses()) - listed)
    assert not missing, f"no row in tests/security/rows for: {missing}"


def test_no_row_names_an_address_that_does_not_exist() -> None:
    gone = sorted({row.url for row in ROWS} - set(matrix.addresses()))
    assert not gone


def test_every_view_names_its_policy() -> None:
    nameless = sorted(name for name, view in matrix.addresses().items() if not hasattr(view, "policy"))
    assert not nameless, f"neither @requires nor @public: {nameless}"


def test_no_cell_is_written_twice() -> None:
    twice = [name for name, count in Counter(row.name for row in ROWS).items() if count > 1]
    assert not twice


def test_a_row_that_forgets_a_role_is_refused() -> None:
    with pytest.raises(ValueError, match="audit_admin"):
        matrix.Row("x", "GET", "200: " + " ".join(set(matrix.COLUMNS) - {roles.AUDIT_ADMIN})).expected()
    with pytest.raises(ValueError, match="twice"):
        matrix.Row("x", "GET", "200: resident\n403: resident rest").expected()


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_everybody_gets_exactly_what_the_table_says(row: matrix.Row, world: World) -> None:
    wrong = matrix.mismatches(row, world, MAKERS)
    assert not wrong, "\n".join([row.name, *wrong])

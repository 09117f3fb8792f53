"""Files and labels of cases follow the policies of the room."""

from pathlib import Path

from django.conf import LazySettings

from lianxin.people import roles
from lianxin.records import access, attachments
from tests.cases.factories import Town
from tests.cases.walk import start
from tests.people.factories import actor_with


def test_files_and_names_of_a_case_are_for_whoever_may_open_it(
    town: Town, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = start(town).case
    office, stranger = actor_with(roles.CONGRESS_OFFICE), actor_with(roles.VOLUNTEER)
    row = attachments.store(b"%PDF-1.7\n" + b"0" * 50, "a.pdf", "case", case.pk, office)
    assert access.may_read_file(office, row)
    assert not access.may_read_file(stranger, row)
    pairs = [("case", case.pk), ("opinion", case.opinions.get().pk)]
    labels = access.describe(office, pairs)
    assert labels[pairs[0]].title.startswith(case.number)
    assert set(labels) == set(pairs)
    assert access.describe(stranger, pairs) == {}

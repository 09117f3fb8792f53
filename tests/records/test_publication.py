"""Only somebody with the right publishes, never personal data, and what is withdrawn is no longer shown."""

import datetime as dt
from collections.abc import Iterator

import pytest

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.models import LogEntry
from lianxin.records import publication
from lianxin.records.models import Audience, Publication
from lianxin.records.publication import Publish, Withdraw

OFFICE = Actor(ACCOUNT, "7", "人大办")
STRANGER = Actor(ACCOUNT, "8", "别人")
DAY = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def one_approver() -> Iterator[None]:
    """The office approves what is said about things."""
    publication.approved_by("town", lambda actor, object_id: actor.id == "7")
    yield
    publication._approvers.pop("town")


def publish(town: Town, actor: Actor = OFFICE, **more: object) -> Publication:
    """Publish a harmless text about the town."""
    values: dict[str, object] = {
        "title": "电梯已修好",
        "text": "三号楼电梯恢复运行。",
        "audience": Audience.PUBLIC,
        **more,
    }
    return Publish(actor=actor, object_kind="town", object_id=town.pk, **values).execute()  # type: ignore[arg-type]


def test_an_approved_text_is_shown_and_stands_in_the_log(town: Town) -> None:
    publish(town)
    assert [row["title"] for row in publication.shown(Audience.PUBLIC)] == ["电梯已修好"]
    assert publication.shown(Audience.DEPUTIES) == []
    assert LogEntry.objects.get().verb == "publication.publish"


def test_whoever_has_no_right_publishes_nothing(town: Town) -> None:
    with pytest.raises(NotAllowed):
        publish(town, STRANGER)
    assert not Publication.objects.exists()


def test_personal_data_and_empty_texts_and_wrong_days_are_named_at_their_field(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        publish(town, title="", text="请联系 13800138000", shown_to=dt.date(2020, 1, 1))
    assert [problem.field for problem in refused.value.problems] == ["title", "text", "shown_to"]


def test_a_text_is_shown_only_on_its_days(town: Town) -> None:
    with frozen(DAY):
        publish(town, shown_from=DAY + dt.timedelta(days=1), shown_to=DAY + dt.timedelta(days=2))
    expected = [False, True, True, False]
    for days, is_shown in enumerate(expected):
        with frozen(DAY + dt.timedelta(days=days)):
            assert bool(publication.shown(Audience.PUBLIC)) is is_shown


def test_a_new_text_replaces_the_old_one_and_both_are_kept(town: Town) -> None:
    old, new = publish(town), publish(town, title="电梯又修好")
    old.refresh_from_db()
    assert (new.supersedes_id, old.withdrawn_reason) == (old.pk, "由新的内容替换")
    assert [row["title"] for row in publication.shown(Audience.PUBLIC)] == ["电梯又修好"]


def test_a_withdrawal_needs_right_and_reason_and_happens_once(town: Town) -> None:
    row = publish(town)
    with pytest.raises(NotAllowed):
        Withdraw(actor=STRANGER, publication_id=row.pk, reason="写错").execute()
    with pytest.raises(Invalid):
        Withdraw(actor=OFFICE, publication_id=row.pk, reason=" ").execute()
    Withdraw(actor=OFFICE, publication_id=row.pk, reason="写错").execute()
    with pytest.raises(WrongState):
        Withdraw(actor=OFFICE, publication_id=row.pk, reason="写错").execute()
    assert publication.shown(Audience.PUBLIC) == []


def test_the_same_press_twice_publishes_once(town: Town) -> None:
    assert publish(town, once="k").pk == publish(town, once="k").pk

"""An action changes, records and announces together or not at all, and never twice for one key."""

import pytest

from lianxin.db.models import Town
from lianxin.journal import outbox
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.models import LogEntry, NumberSeries, OutboxMessage, SealPending
from tests.journal.factories import CountUp, MakeThing


def test_a_change_leaves_one_entry_that_waits_for_the_sealer(town: Town) -> None:
    thing = MakeThing(name="井盖").execute()
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.object_kind, entry.object_id, entry.seq) == ("thing.make", "thing", thing.pk, 1)
    assert (entry.actor_label, entry.prev_hash) == ("人大办", "")
    assert SealPending.objects.get().entry_id == entry.pk


def test_entries_of_one_object_are_chained_and_other_objects_have_chains_of_their_own(town: Town) -> None:
    one, other = MakeThing(name="一").execute(), MakeThing(name="二").execute()
    CountUp(thing_id=one.pk).execute()
    first, second = LogEntry.objects.filter(object_id=one.pk).order_by("seq")
    assert second.prev_hash == first.hash
    assert LogEntry.objects.get(object_id=other.pk).prev_hash == ""


def test_a_refused_change_leaves_nothing_behind(town: Town) -> None:
    with pytest.raises(Invalid) as refused:
        MakeThing(name="", once="k1").execute()
    assert refused.value.problems[0].field == "name"
    assert not NumberSeries.objects.exists()
    assert not LogEntry.objects.exists()
    assert MakeThing(name="井盖", once="k1").execute().series == "井盖"


def test_the_same_key_gives_the_first_object_again(town: Town) -> None:
    first = MakeThing(name="井盖", once="k1").execute()
    again = MakeThing(name="井盖", once="k1").execute()
    assert again.pk == first.pk
    assert LogEntry.objects.count() == 1


def test_the_same_key_with_other_data_is_refused(town: Town) -> None:
    MakeThing(name="井盖", once="k1").execute()
    with pytest.raises(WrongState) as refused:
        MakeThing(name="路灯", once="k1").execute()
    assert refused.value.code == "once_reused"
    assert NumberSeries.objects.count() == 1


def test_an_action_that_cannot_recall_says_that_it_was_done_already(town: Town) -> None:
    thing = MakeThing(name="井盖").execute()
    CountUp(thing_id=thing.pk, once="k2").execute()
    with pytest.raises(WrongState) as refused:
        CountUp(thing_id=thing.pk, once="k2").execute()
    assert refused.value.code == "once_done"
    assert NumberSeries.objects.get().last == 1


def test_nothing_is_announced_while_nobody_listens(town: Town) -> None:
    MakeThing(name="井盖").execute()
    assert not OutboxMessage.objects.exists()


def test_what_is_announced_stands_in_the_outbox_with_the_change(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(outbox._receivers, "thing.make", [lambda message, data: None])
    thing = MakeThing(name="井盖").execute()
    message = OutboxMessage.objects.get()
    assert (message.kind, message.object_id, message.done_at) == ("thing.make", thing.pk, None)

"""Whatever is changed, removed or slipped in behind the actions' back, `verify` finds it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.core.clock import frozen
from lianxin.core.hashing import entry_hash, merkle_root
from lianxin.db.models import Town
from lianxin.journal import kinds, texts
from lianxin.journal.log import payload_of
from lianxin.journal.models import DaySeal, LogEntry, NumberSeries, ReadLog, SealLink, SealPending
from lianxin.journal.reads import log_read
from lianxin.journal.sealing import code_of, leaves_between, newest_seals, seal, seal_payload
from lianxin.journal.verify import STEPS, Finding, Report, verify_town
from tests.examples import examples
from tests.journal.factories import CLERK, CountUp, MakeThing

FIRST_DAY = dt.date(2026, 6, 1)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def live(town: Town, steps: list[int], days: int = 3) -> None:
    """Let things happen over some days: a step n counts up the n-th thing, or makes it when it is new."""
    made: list[int] = []
    for number, step in enumerate(steps):
        with frozen(FIRST_DAY + dt.timedelta(days=number * days // max(len(steps), 1))):
            if step < len(made):
                CountUp(thing_id=made[step]).execute()
            else:
                made.append(MakeThing(name=f"物{len(made)}").execute().pk)
            log_read(CLERK, "thing", made[0], "phone", "回访")
    with frozen(FIRST_DAY + dt.timedelta(days=days)):
        seal(town)


def codes(report: Report) -> set[str]:
    """The codes found."""
    return {finding.code for finding in report.findings}


@pytest.fixture
def lived(town: Town) -> Town:
    """A town with three things and nine entries over three days, sealed."""
    live(town, [0, 1, 0, 2, 0, 1, 2, 0, 2])
    return town


def test_an_untouched_record_is_whole_and_everything_was_counted(lived: Town) -> None:
    report = verify_town(lived)
    assert report.is_whole
    assert report.counts.pop("references") > 50
    assert report.counts.pop("rooms") >= 1
    assert report.counts == {"entries": 9, "unbound": 0, "links": 9, "days": 3, "reads": 9, "pairs": 4}


def test_an_unsealed_record_is_whole_too(town: Town) -> None:
    MakeThing(name="井盖").execute()
    assert verify_town(town).is_whole


def _middle() -> LogEntry:
    """An entry with one before and one after it in its chain."""
    return LogEntry.objects.filter(seq=2, object_id=LogEntry.objects.order_by("id")[0].object_id)[0]


def _rehash(entry: LogEntry, **changes: object) -> None:
    """Change an entry and make its own hash fit again, as a careful forger would."""
    for name, value in changes.items():
        setattr(entry, name, value)
    LogEntry.objects.filter(pk=entry.pk).update(hash=entry_hash(entry.prev_hash, payload_of(entry)), **changes)


def _change(**values: object) -> None:
    LogEntry.objects.filter(pk=_middle().pk).update(**values)


def _delete_entry() -> None:
    entry = _middle()
    SealLink.objects.filter(entry_id=entry.pk).delete()
    LogEntry.objects.filter(pk=entry.pk).delete()


def _swap_entries() -> None:
    one, two = LogEntry.objects.filter(object_id=_middle().object_id, seq__in=[2, 3]).order_by("seq")
    LogEntry.objects.filter(pk=one.pk).update(seq=99)
    LogEntry.objects.filter(pk=two.pk).update(seq=2)
    LogEntry.objects.filter(pk=one.pk).update(seq=3)


def _slip_in() -> None:
    before = LogEntry.objects.filter(object_id=_middle().object_id).order_by("-seq")[0]
    entry = LogEntry(
        object_kind="thing", object_id=before.object_id, seq=before.seq + 1, verb="thing.count", at=before.at,
        actor_kind="account", actor_id="7", actor_label="人大办", data="{}", prev_hash=before.hash,
    )  # fmt: skip
    entry.hash = entry_hash(before.hash, payload_of(entry))
    entry.save()


def _move_link() -> None:
    link = SealLink.objects.order_by("position")[0]
    SealLink.objects.filter(pk=link.pk).update(day=FIRST_DAY + dt.timedelta(days=30))


def _drop_look() -> None:
    ReadLog.objects.filter(seq=9).delete()
    NumberSeries.objects.filter(series="reads").update(last=8)


def _swap_links() -> None:
    one, two = SealLink.objects.order_by("position")[:2]
    SealLink.objects.filter(pk=one.pk).update(position=99)
    SealLink.objects.filter(pk=two.pk).update(position=one.position)
    SealLink.objects.filter(pk=one.pk).update(position=two.position)


TAMPERINGS: list[tuple[str, Callable[[], object], str]] = [
    ("words of an entry", lambda: _change(data='{"by":9}'), "entry_changed"),
    ("who acted", lambda: _change(actor_label="别人"), "entry_changed"),
    ("when", lambda: _change(at=LONG_AGO), "entry_changed"),
    ("an entry with a fitting hash", lambda: _rehash(_middle(), data='{"by":9}'), "link_mismatch"),
    ("the chain behind it", lambda: _rehash(_middle(), data='{"by":9}'), "entry_reordered"),
    ("an entry away", _delete_entry, "entry_missing"),
    ("an entry away with its link", _delete_entry, "position_missing"),
    ("two entries exchanged", _swap_entries, "entry_changed"),
    ("an entry slipped in", _slip_in, "entry_unbound"),
    ("the last links away", lambda: SealLink.objects.filter(position__gte=8).delete(), "position_missing"),
    ("a link on another day", _move_link, "link_out_of_order"),
    ("two links exchanged", _swap_links, "seal_broken"),
    ("a seal", lambda: DaySeal.objects.update(sealed_at=LONG_AGO), "seal_changed"),
    ("a root", lambda: DaySeal.objects.filter(day=FIRST_DAY).update(merkle_root="00" * 32), "seal_broken"),
    ("a seal away", lambda: DaySeal.objects.filter(day=FIRST_DAY).delete(), "seal_missing"),
    ("a look", lambda: ReadLog.objects.filter(seq=2).update(reason="公务"), "read_changed"),
    ("a look away", lambda: ReadLog.objects.filter(seq=2).delete(), "read_missing"),
    ("the last look away", lambda: ReadLog.objects.filter(seq=9).delete(), "read_missing"),
    ("the last look away with the counter", _drop_look, "seal_reads_differ"),
    ("an object away", lambda: NumberSeries.objects.filter(series="物1").delete(), "orphan"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("tamper", "expected"), [case[1:] for case in TAMPERINGS], ids=[case[0] for case in TAMPERINGS]
)
def test_tampering_is_found(lived: Town, tamper: Callable[[], object], expected: str) -> None:
    tamper()
    report = verify_town(lived)
    assert expected in codes(report)
    assert all(texts.finding_sentence(finding) for finding in report.findings)


def test_an_unknown_kind_is_reported_once_for_each_table(lived: Town) -> None:
    kinds._kinds.pop("thing")
    report = verify_town(lived)
    kinds.register("thing", "journal.NumberSeries", "物件")
    assert [finding for finding in report.findings if finding.code == "kind_unknown"] == [
        Finding("kind_unknown", "thing", detail="journal.LogEntry"),
        Finding("kind_unknown", "thing", detail="journal.ReadLog"),
    ]


def test_the_number_of_findings_is_limited(lived: Town) -> None:
    LogEntry.objects.update(actor_label="别人")
    assert len(verify_town(lived, limit=4).findings) == 4


def test_progress_names_every_step(lived: Town) -> None:
    heard: list[str] = []
    verify_town(lived, progress=lambda step, done: heard.append(step))
    assert tuple(dict.fromkeys(heard)) == STEPS


FIELDS = ["object_kind", "seq", "verb", "actor_kind", "actor_id", "actor_label", "data", "prev_hash", "hash"]


@settings(max_examples=examples(16, 100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.integers(0, 3), min_size=2, max_size=8),
    which=st.integers(0),
    what=st.sampled_from([*FIELDS, "gone"]),
)
def test_after_any_history_any_single_change_to_any_entry_is_found(
    town: Town, steps: list[int], which: int, what: str
) -> None:
    point = transaction.savepoint()
    live(town, steps)
    assert verify_town(town).is_whole
    entries = list(LogEntry.objects.order_by("id"))
    entry = entries[which % len(entries)]
    if what == "gone":
        SealLink.objects.filter(entry_id=entry.pk).delete()
        SealPending.objects.filter(entry_id=entry.pk).delete()
        LogEntry.objects.filter(pk=entry.pk).delete()
    else:
        value: object = entry.seq + 50 if what == "seq" else f"{getattr(entry, what)}x"[-60:]
        LogEntry.objects.filter(pk=entry.pk).update(**{what: value})
    assert not verify_town(town).is_whole
    transaction.savepoint_rollback(point)


def test_a_record_computed_anew_is_given_away_by_a_seal_that_was_written_down(lived: Town) -> None:
    noted = {one.day: code_of(one) for one in newest_seals(3)}
    assert verify_town(lived, noted=noted).is_whole
    entry = LogEntry.objects.order_by("-id")[0]
    entry.actor_label = "别人"
    entry.hash = entry_hash(entry.prev_hash, payload_of(entry))
    entry.save(update_fields=["actor_label", "hash"])
    SealLink.objects.filter(entry_id=entry.pk).update(entry_hash=entry.hash)
    last = newest_seals()[0]
    last.merkle_root = merkle_root(leaves_between(last.first_position, last.last_position))
    last.hash = entry_hash(last.prev_hash, seal_payload(last))
    last.save(update_fields=["merkle_root", "hash"])
    assert verify_town(lived).is_whole, "whoever can write to the database can do this: a known limit"
    report = verify_town(lived, noted={**noted, dt.date(2026, 5, 1): "0" * 24})
    assert [(one.code, one.at) for one in report.findings] == [
        ("seal_not_as_noted", last.day.isoformat()),
        ("seal_not_as_noted", "2026-05-01"),
    ]

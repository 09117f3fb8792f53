"""After all the deaths: is everything there that was promised, once, whole and in order?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.cases.selectors import public_status
from lianxin.core.clock import today
from lianxin.core.hashing import digest
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.models import LogEntry, NumberSeries, OutboxMessage, SealLink, SealPending
from lianxin.journal.outbox import deliver_pending
from lianxin.journal.sealing import seal
from lianxin.journal.verify import verify_town
from lianxin.records import storage
from lianxin.records.models import Attachment

HEARD = "crash-heard"


@dataclass
class Evidence:
    """What the dead have written down: every speech that was meant, every receipt that was shown."""

    meant: Mapping[str, Mapping[str, Any]]
    shown: Iterable[Mapping[str, Any]]


def faults(town: Town, evidence: Evidence) -> Iterator[str]:
    """Everything that is not as it should be; nothing for a town that has come through."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            verdict = cursor.execute("PRAGMA integrity_check").fetchall()
            if verdict != [("ok",)]:
                yield f"the file is damaged: {verdict[:3]}"
    yield from _chains(town, "before the last seal")
    with town_scope(town):
        yield from _receipts(evidence)
        yield from _opinions(evidence)
        yield from _numbers()
        yield from _files(evidence)
        while deliver_pending(town).done:
            pass
        seal(town)
        yield from _kept(evidence)
    yield from _chains(town, "after the last seal")


def _chains(town: Town, when: str) -> Iterator[str]:
    yield from (f"{when}: {finding}" for finding in verify_town(town).findings)


def _receipts(evidence: Evidence) -> Iterator[str]:
    """Every receipt opens the opinion with the words that were said, under the number that was shown."""
    seen: dict[str, Mapping[str, Any]] = {}
    for receipt in evidence.shown:
        before = seen.setdefault(receipt["key"], receipt)
        if before != receipt:
            yield f"two receipts for one press: {before} and {receipt}"
        opinion = public_status.find(receipt["code"])
        words = evidence.meant[receipt["key"]]["words"]
        if opinion is None:
            yield f"a receipt that was shown leads nowhere: {receipt}"
        elif (opinion.verbatim, opinion.case.number, opinion.public_token) != (
            words, receipt["number"], receipt["token"],
        ):  # fmt: skip
            yield f"a receipt leads to something else: {receipt}"


def _opinions(evidence: Evidence) -> Iterator[str]:
    """Everything that was said is there once, with its case, its contact and its first line of the log."""
    stored = Counter(Opinion.objects.values_list("verbatim", flat=True))
    wanted = {speech["words"] for speech in evidence.meant.values()}
    yield from (f"{stored[words]} times instead of once: {words[:40]}" for words in wanted if stored[words] != 1)
    yield from (f"nobody said this: {words[:40]}" for words in stored if words not in wanted)
    count = len(wanted)
    recorded = LogEntry.objects.filter(verb="case.recorded", seq=1).count()
    found = {"cases": Case.objects.count(), "contacts": ResidentContact.objects.count(), "entries": recorded}
    yield from (f"{number} {name} for {count} opinions" for name, number in found.items() if number != count)


def _numbers() -> Iterator[str]:
    """One series without a gap and without a second use, and its counter says the same."""
    year = today().year
    numbers = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    last = NumberSeries.objects.get(series=f"case-{year}").last
    if numbers != list(range(1, last + 1)):
        yield f"{len(numbers)} numbers up to {max(numbers)}, the counter stands at {last}"


def _files(evidence: Evidence) -> Iterator[str]:
    """A photo for whoever sent one, and behind every row the bytes it names."""
    owners = Counter(Attachment.objects.values_list("owner_id", flat=True))
    for case_id, words in Opinion.objects.values_list("case_id", "verbatim"):
        speech = next((one for key, one in evidence.meant.items() if key in words), {})
        if owners[case_id] != int(bool(speech.get("photo"))):
            yield f"{owners[case_id]} photos where photo={speech.get('photo')}"
    for one in Attachment.objects.all():
        for path in (one.path, one.thumb_path):
            file = storage.location(path)
            if not file.exists() or digest(file.read_bytes()) != file.name:
                yield f"an attachment without its bytes: {path}"


def _kept(evidence: Evidence) -> Iterator[str]:
    """What the keeper does: all that is urgent announced and heard once, each entry bound once."""
    urgent = sum(bool(speech.get("urgent")) for speech in evidence.meant.values())
    announced = OutboxMessage.objects.filter(kind="case.recorded")
    heard = NumberSeries.objects.filter(series=HEARD).values_list("last", flat=True).first()
    if announced.count() != urgent:
        yield f"{announced.count()} announcements for {urgent} urgent words"
    if announced.exclude(done_at=None).count() != announced.count() or (heard or 0) != announced.count():
        yield f"{announced.count()} announcements, heard {heard} times"
    if SealPending.objects.exists() or SealLink.objects.count() != LogEntry.objects.count():
        yield f"{SealLink.objects.count()} links for {LogEntry.objects.count()} entries"

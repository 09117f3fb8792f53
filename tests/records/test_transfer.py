"""A town carried elsewhere is the same town: every row, every chain, every file; or nothing was carried."""

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.models import ProtectedError

from lianxin.core.clock import frozen
from lianxin.db.classes import town_owned_models
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.log import append
from lianxin.journal.models import DaySeal, LogEntry
from lianxin.journal.sealing import seal
from lianxin.journal.verify import verify_town
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.places.models import Place
from lianxin.records import attachments, search, storage
from lianxin.records.transfer.exporting import export_town
from lianxin.records.transfer.importing import import_town
from lianxin.records.transfer.rows import TransferTrouble
from tests.people.factories import make_account, make_person
from tests.places.factories import make_neighbourhood, make_place

DAY = dt.date(2026, 6, 30)
CLERK = Actor(ACCOUNT, "7", "人大办")


@pytest.fixture
def lived(town: Town, settings: LazySettings, tmp_path: Path) -> Town:
    """A town with places in places, an account, a file, a log of two days and something to find."""
    settings.MEDIA_ROOT = tmp_path / "media"
    home = make_neighbourhood()
    make_place("compound", "N01-1", home)
    account = make_person(roles.CONGRESS_OFFICE, place=home)
    attachments.store(b"%PDF-1.7\n" + b"0" * 50, "表.pdf", "place", home.pk, CLERK)
    search.index("place", home.pk, "电梯小区")
    for days in range(2):
        with frozen(DAY + dt.timedelta(days=days)):
            append("place.make", "place", home.pk, CLERK, {"n": days})
            append("people.made", "account", account.pk, CLERK, {})
    with frozen(DAY + dt.timedelta(days=5)):
        seal(town)
    return town


def picture(town: Town) -> dict[str, object]:
    """What must be the same before and after: all rows of all tables, and the seals."""
    with town_scope(town):
        rows = {model._meta.label: list(model.objects.order_by("pk").values()) for model in town_owned_models()}
        return {**rows, "seals": list(DaySeal.objects.order_by("day").values_list("hash", flat=True))}


def remove(town: Town) -> None:
    """Make the installation empty again, as if the town had never been here."""
    for path in [row.path for row in attachments.Attachment.objects.all()]:
        storage.drop(path)
    Place.objects.update(parent=None)
    left = town_owned_models()
    search.drop_tokens(list(search.SearchEntry.objects.values_list("pk", flat=True)))
    while left:
        left = [model for model in left if not _emptied(model)]
    Account.objects.all().delete()
    town.delete()


def _emptied(model: type) -> bool:
    try:
        model.objects.all().delete()  # type: ignore[attr-defined]
    except ProtectedError:
        return False
    return True


def test_a_town_comes_out_and_goes_in_unchanged(lived: Town, tmp_path: Path) -> None:
    before, pk = picture(lived), lived.pk
    manifest = export_town(lived, tmp_path / "town.zip")
    assert manifest["log"]["entries"] == 4
    remove(lived)
    assert not Town.objects.exists()
    told: list[str] = []
    town = import_town(tmp_path / "town.zip", lambda step, done: told.append(step))
    assert town.pk == pk
    assert picture(town) == before
    with town_scope(town):
        assert verify_town(town).is_whole
        assert [hit.kind for hit in search.search("电梯")] == ["place"]
        row = attachments.Attachment.objects.get()
        assert b"".join(storage.stream(row.path)).startswith(b"%PDF")
        assert LogEntry.objects.count() == 4
    assert not Account.objects.get().has_usable_password()
    assert {"places.Place", "media", "search"} <= set(told)


def test_a_town_that_is_here_already_is_not_taken_in_again(lived: Town, tmp_path: Path) -> None:
    export_town(lived, tmp_path / "town.zip")
    with pytest.raises(TransferTrouble, match="已经有"):
        import_town(tmp_path / "town.zip")


def test_a_user_name_that_is_taken_gets_the_towns_short_name(lived: Town, tmp_path: Path) -> None:
    old = Account.objects.get()
    export_town(lived, tmp_path / "town.zip")
    remove(lived)
    make_account(old.username)
    import_town(tmp_path / "town.zip")
    assert Account.objects.get(pk=old.pk).username == f"{old.username}-shili"


def test_an_export_never_overwrites_a_file(lived: Town, tmp_path: Path) -> None:
    (tmp_path / "town.zip").write_bytes(b"precious")
    with pytest.raises(TransferTrouble, match="已经存在"):
        export_town(lived, tmp_path / "town.zip")
    assert (tmp_path / "town.zip").read_bytes() == b"precious"


def test_a_missing_attachment_stops_the_export_and_leaves_no_half_file(lived: Town, tmp_path: Path) -> None:
    storage.drop(attachments.Attachment.objects.get().path)
    with pytest.raises(TransferTrouble, match="不见了"):
        export_town(lived, tmp_path / "town.zip")
    assert not list(tmp_path.glob("town.zip*"))


def _forged(parts: dict[str, bytes]) -> dict[str, bytes]:
    """An entry of the log changed, with the digest in the manifest made to fit."""
    name = "data/journal.LogEntry.jsonl"
    parts[name] = parts[name].replace("人大办".encode(), "别的办".encode())
    manifest = json.loads(parts["manifest.json"])
    for table in manifest["tables"]:
        if table["model"] == "journal.LogEntry":
            table["sha256"] = hashlib.sha256(parts[name]).hexdigest()
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def _of_another_town(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A row that points to a file of another town, with the digest in the manifest made to fit."""
    name = "data/records.Attachment.jsonl"
    manifest = json.loads(parts["manifest.json"])
    path = manifest["media"][0]["path"]
    other = f"{int(path[0]) % 9 + 1}{path[1:]}"
    parts[name] = parts[name].replace(path.encode(), other.encode())
    for table in manifest["tables"]:
        if table["model"] == "records.Attachment":
            table["sha256"] = hashlib.sha256(parts[name]).hexdigest()
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


DAMAGES: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "a changed line": lambda parts: {**parts, "data/places.Place.jsonl": parts["data/places.Place.jsonl"] + b"{}\n"},
    "a missing part": lambda parts: {name: data for name, data in parts.items() if name != "data/places.Place.jsonl"},
    "an additional part": lambda parts: {**parts, "media/../x": b"x"},
    "no manifest": lambda parts: {name: data for name, data in parts.items() if name != "manifest.json"},
    "a forged entry": _forged,
    "a file of another town": _of_another_town,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_or_forged_file_leaves_nothing_behind(
    lived: Town, tmp_path: Path, damage: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    export_town(lived, tmp_path / "town.zip")
    with zipfile.ZipFile(tmp_path / "town.zip") as file:
        parts = damage({name: file.read(name) for name in file.namelist()})
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    remove(lived)
    with pytest.raises(TransferTrouble):
        import_town(tmp_path / "bad.zip")
    assert not Town.objects.exists()
    assert not Account.objects.exists()
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def test_a_file_that_is_no_archive_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(TransferTrouble, match="不是"):
        import_town(tmp_path / "x.zip")

"""A town of an earlier version migrates to this one with every row, chain and file, and its pages open."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.conf.test_drill import House

FOLDER = Path(__file__).parent / "fixtures"
NAME = "upgrade_town"


@pytest.fixture(params=["sqlite", pytest.param("composite", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A place for the town, on each kind of database."""
    if request.param == "sqlite":
        yield House(tmp_path / "data", "sqlite://")
        return
    server = postgres.start()
    server.create(NAME)
    yield House(tmp_path / "data", f"postgres://{postgres.USER}@/{NAME}?mode={request.param}&host={server.folder}")
    server.drop(NAME)


def test_a_town_of_an_earlier_version_is_whole_after_the_migrations(house: House) -> None:
    with zipfile.ZipFile(FOLDER / "town-2026-11-24.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    before = house.run("tests.conf.upgrade", "old")
    assert before.returncode == 0, before.stderr
    assert "步升级。请先备份，再运行：python3 dev.py run migrate" in before.stdout
    told = house.run("lianxin", "doctor")
    assert (told.returncode, before.stdout in told.stdout) == (1, True)
    after = house.run("tests.conf.upgrade", "now")
    assert after.returncode == 0, after.stderr
    seen = json.loads(after.stdout)
    assert (seen["amiss"], seen["findings"]) == ("", [])
    assert (seen["entries"], seen["seal"]) == (manifest["log"]["entries"], manifest["log"]["seal"])
    rows = {table["model"]: table["rows"] for table in manifest["tables"] if table["model"] in seen["rows"]}
    assert {label: seen["rows"][label] for label in rows} == rows
    assert sum(rows.values()) > 300
    assert set(seen["pages"].values()) == {200}

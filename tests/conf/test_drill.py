"""The drill: a town with photos and files is backed up, restored elsewhere, and is the same town there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import postgres

ROOT = Path(__file__).parents[2]
NAMES = ("drill_source", "drill_target")


@dataclass(frozen=True)
class House:
    """An installation: its data folder and its database."""

    data: Path
    database: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python for it in a process of its own."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("LIANXIN_", "COV"))}
        environment |= {
            "LIANXIN_DATA": str(self.data), "LIANXIN_DATABASE_URL": self.database, "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "lianxin.conf.settings",
        }  # fmt: skip
        command = [sys.executable, "-W", "ignore", "-m", *words]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def seen(self) -> dict[str, Any]:
        """What the drill sees of the town."""
        done = self.run("tests.conf.drill", "look")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@pytest.fixture(params=["sqlite", pytest.param("composite", marks=pytest.mark.postgres)])
def houses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[House, House]]:
    """A filled installation, and the place for another one."""
    if request.param == "sqlite":
        addresses = ["sqlite://", "sqlite://"]
    else:
        server = postgres.start()
        for name in NAMES:
            server.create(name)
        addresses = [f"postgres://{postgres.USER}@/{name}?mode={request.param}&host={server.folder}" for name in NAMES]
    first, second = (House(tmp_path / name, url) for name, url in zip(NAMES, addresses, strict=True))
    done = first.run("tests.conf.drill", "fill")
    assert done.returncode == 0, done.stderr
    yield first, second
    if request.param != "sqlite":
        for name in NAMES:
            postgres.start().drop(name)


def test_a_restored_town_is_the_same_town(houses: tuple[House, House], tmp_path: Path) -> None:
    here, there = houses
    file = tmp_path / "town.zip"
    made = here.run("lianxin", "backup", str(file))
    assert made.returncode == 0, made.stderr
    restored = there.run("lianxin", "restore", str(file), "--keys", str(here.data / "keys"))
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout == here.run("lianxin", "verify", "--files").stdout
    assert "附件 6\n" in restored.stdout
    assert "✓ 完整" in restored.stdout
    before, after = here.seen(), there.seen()
    assert after == before
    assert before["seal"]
    assert len(before["files"]) == 6
    assert all(digest == found for digest, found in before["files"].items())
    assert [slip["opens"] for slip in before["slips"]] == [[302, 200]] * 4
    assert all(slip["photos"] for slip in before["slips"])
    assert set(before["desk"].values()) == {200}
    lost = next(path for path in there.data.glob("media/*/*/*") if path.name in before["files"])
    lost.write_bytes(b"another")
    checked = there.run("lianxin", "verify", "--files")
    assert checked.returncode == 1
    assert "的文件和上传时不一样" in checked.stdout
    lost.unlink()
    assert "的文件不见了" in there.run("lianxin", "verify", "--files").stdout
    again = there.run("lianxin", "restore", str(file), "--keys", str(here.data / "keys"))
    assert (again.returncode, "不是空的" in again.stderr) == (1, True)
    word = there.run("lianxin", "restore", str(file), "--keys", str(here.data / "keys"), "--replace")
    assert (word.returncode, word.stdout) == (0, restored.stdout)

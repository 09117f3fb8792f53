"""Keys: made once, closed to others, never replaced silently."""

import stat
import sys
from pathlib import Path

import pytest

from lianxin.conf.keys import BadKeys, create_keys, load_keys


def test_keys_are_made_once_and_stay(tmp_path: Path) -> None:
    create_keys(tmp_path)
    first = load_keys(tmp_path)
    create_keys(tmp_path)
    assert load_keys(tmp_path) == first
    assert not first.temporary
    assert [len(key) for _name, key in first.fields] == [32]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_the_owner_can_read_the_keys(tmp_path: Path) -> None:
    create_keys(tmp_path / "keys")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_without_keys_there_are_temporary_ones_that_differ_each_time(tmp_path: Path) -> None:
    first, second = load_keys(tmp_path), load_keys(tmp_path)
    assert first.temporary
    assert first.secret != second.secret
    assert not list(tmp_path.iterdir())


def test_an_older_key_stays_readable_behind_a_newer_one(tmp_path: Path) -> None:
    create_keys(tmp_path)
    older = load_keys(tmp_path).fields[0]
    line = (tmp_path / "fields.key").read_text(encoding="ascii")
    (tmp_path / "fields.key").write_text(f"k2:{'A' * 43}=\n{line}", encoding="ascii")
    assert load_keys(tmp_path).fields == (("k2", bytes(32)), older)


@pytest.mark.parametrize("content", ["", "k1:short\n", "no-colon\n", ":AAAA\n"])
def test_a_damaged_key_file_is_refused_instead_of_replaced(tmp_path: Path, content: str) -> None:
    create_keys(tmp_path)
    (tmp_path / "fields.key").write_text(content, encoding="ascii")
    with pytest.raises(BadKeys, match="从备份恢复"):
        load_keys(tmp_path)


def test_a_secret_that_is_too_short_is_refused(tmp_path: Path) -> None:
    create_keys(tmp_path)
    (tmp_path / "secret.key").write_text("short\n", encoding="ascii")
    with pytest.raises(BadKeys, match="太短"):
        load_keys(tmp_path)

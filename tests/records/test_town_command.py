"""``town export`` and ``town import`` as an operator types them."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from lianxin.conf.chinese_argparse import ChineseParser
from lianxin.conf.commands import town as command
from lianxin.db.models import Town


def run(*words: str) -> int:
    """Type the command."""
    parser = ChineseParser(prog="town", description="城镇搬家")
    command.configure(parser)
    return command.run(parser.parse_args(words))


def test_a_town_is_exported_and_where_it_is_stands_on_standard_output(
    town: Town, tmp_path: Path, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert run("export", "--out", str(tmp_path / "town.zip")) == 0
    told = capsys.readouterr()
    assert told.out == f"{tmp_path / 'town.zip'}\n"
    assert "导出完成" in told.err
    assert run("import", str(tmp_path / "town.zip")) == 1
    assert "已经有" in capsys.readouterr().err


def test_which_town_must_be_named_when_there_are_several(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Town.objects.create(code="QT", slug="qita", name="其他镇")
    assert run("export", "--out", str(tmp_path / "town.zip")) == 1
    assert "--town" in capsys.readouterr().err
    assert run("export", "--out", str(tmp_path / "town.zip"), "--town", "nothing") == 1

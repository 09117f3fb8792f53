"""Commands that ask the database: tick, verify, sign-in-links, doctor."""

import argparse
import datetime as dt
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from lianxin.conf import diagnosis, install, schema
from lianxin.conf.commands import sign_in_links, tick, verify
from lianxin.conf.diagnosis import Level
from lianxin.conf.options import Options, load_options
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.journal import jobs
from lianxin.journal.actors import SYSTEM
from lianxin.journal.log import append
from lianxin.journal.models import LogEntry

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def installed(tmp_path: Path) -> Options:
    """A laid-out data folder; the database is the one of the test run."""
    mode = os.environ.get("LIANXIN_TEST_DB")
    variables = {"LIANXIN_DATA": str(tmp_path / "data"), "LIANXIN_SITE_URL": "https://lx.example.cn"}
    if mode:
        variables["LIANXIN_DATABASE_URL"] = f"postgres://lianxin@localhost/lianxin?mode={mode}"
    options = load_options(variables)
    install.lay_out(options)
    install.write_note(options)
    return options


def faults(options: Options) -> str:
    return "\n".join(finding.text for finding in diagnosis.examine(options) if finding.level is Level.FAULT)


def hints(options: Options) -> str:
    return "\n".join(finding.text for finding in diagnosis.examine(options) if finding.level is Level.HINT)


def test_tick_enqueues_each_job_once_in_its_time(town: Town, frozen_clock) -> None:
    assert tick.enqueue_due() == len(jobs.known()) > 0
    assert tick.enqueue_due() == 0
    frozen_clock.advance(days=2)
    assert tick.enqueue_due() == len(jobs.known())


def test_tick_names_what_it_did_in_this_process(town: Town, frozen_clock, capsys: pytest.CaptureFixture[str]) -> None:
    assert tick.run(argparse.Namespace(now=True)) == 0
    assert "journal.seal" in capsys.readouterr().out
    assert tick.run(argparse.Namespace(now=False)) == 0
    assert "没有到点的任务" in capsys.readouterr().out


def test_verify_says_whole_until_an_entry_was_changed(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    append("town.noted", "account", 1, SYSTEM, {"note": "first"})
    entry = LogEntry.objects.get()
    assert verify.run(argparse.Namespace(town="", files=False)) in {0, 1}
    capsys.readouterr()
    LogEntry.objects.filter(pk=entry.pk).update(data='{"note":"another"}')
    assert verify.run(argparse.Namespace(town="shili", files=False)) == 1
    out = capsys.readouterr().out
    assert "✗" in out
    assert "被改动过" in out


def test_verify_compares_a_seal_that_was_written_down(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    noted = verify._noted("2026-11-23= ABCDEF0123456789")
    assert noted == (dt.date(2026, 11, 23), "abcdef0123456789")
    assert verify.run(argparse.Namespace(town="", files=False, seal=[noted])) == 2
    assert verify.run(argparse.Namespace(town="shili", files=False, seal=[noted])) == 1
    assert "2026-11-23 的封存和当时抄下的校验码不同" in capsys.readouterr().out
    with pytest.raises(ValueError, match="2026"):
        verify._noted("2026-11-23=zz")


def test_verify_of_a_town_that_does_not_exist_is_refused(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.run(argparse.Namespace(town="nowhere", files=False)) == 2
    assert "没有短名为“nowhere”的镇" in capsys.readouterr().err


def test_a_real_town_prints_no_sign_in_links(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    assert sign_in_links.run(argparse.Namespace(site="")) == 1
    assert "没有示例镇" in capsys.readouterr().err


def test_the_example_town_prints_what_to_try_and_says_that_its_data_are_invented(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    Town.objects.filter(pk=town.pk).update(is_demo=True)
    assert sign_in_links.run(argparse.Namespace(site="http://x.test")) == 0
    printed = capsys.readouterr().out
    assert "（演示数据，全部虚构）" in printed
    assert "http://x.test/" in printed
    assert "用过一次就失效" in printed


def test_a_healthy_installation_has_no_fault(town: Town, installed: Options) -> None:
    assert faults(installed) == ""
    assert "还没有系统管理员、安全管理员、审计管理员" in hints(installed)


def test_a_folder_that_was_never_installed_is_a_fault_with_the_way_out(tmp_path: Path) -> None:
    assert "还没有安装" in faults(load_options({"LIANXIN_DATA": str(tmp_path)}))


def test_lost_keys_and_open_keys_are_faults(town: Town, installed: Options) -> None:
    (installed.keys / "secret.key").chmod(0o644)
    assert "chmod 600" in faults(installed)
    (installed.keys / "fields.key").write_text("broken", encoding="ascii")
    assert "已损坏" in faults(installed)
    (installed.keys / "fields.key").unlink()
    assert "密钥不见了" in faults(installed)


def test_a_full_disk_is_a_fault_and_a_nearly_full_one_a_hint(
    town: Town, installed: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 10**8))
    assert "磁盘剩余 0.1 GB，已经不够了" in faults(installed)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, 10**9))
    assert "快要不够了" in hints(installed)


def test_no_town_is_a_fault(db: None, installed: Options) -> None:
    assert "还没有镇" in faults(installed)


def test_a_missing_migration_is_a_fault(town: Town, installed: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "pending_migrations", lambda: ["cases.0002_more"])
    assert "还差 1 步升级" in faults(installed)


def test_a_year_without_a_confirmed_calendar_is_a_hint(town: Town, installed: Options, frozen_clock) -> None:
    assert "暂定" not in hints(installed)
    frozen_clock.move_to(clock.today().replace(year=2099))
    assert "今年的到期日是暂定的" in hints(installed)


def test_a_clock_behind_the_log_is_a_hint(town: Town, installed: Options, frozen_clock) -> None:
    append("town.noted", "account", 1, SYSTEM, {})
    frozen_clock.advance(days=-3)
    assert "核对本机时钟" in hints(installed)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, "还没有设 site_url"),
        ({"LIANXIN_SITE_URL": "http://lx.example.cn"}, "断网时不能用"),
        ({"LIANXIN_SITE_URL": "https://lx.example.cn"}, "https 选项没有打开"),
        ({"LIANXIN_DEBUG": "1"}, "debug 打开着"),
    ],
)
def test_an_address_that_limits_work_in_the_field_is_a_hint(
    tmp_path: Path, variables: dict[str, str], said: str
) -> None:
    options = load_options({"LIANXIN_DATA": str(tmp_path), **variables})
    assert said in "\n".join(finding.text for finding in diagnosis.site_address(options))


def test_the_first_town_is_made_once(db: None) -> None:
    first = schema.ensure_town()
    assert schema.ensure_town() == first
    assert first.is_default
    assert not first.is_demo


def test_the_database_of_the_test_run_lacks_nothing(db: None) -> None:
    assert schema.what_is_amiss() == ""

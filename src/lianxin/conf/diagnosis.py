"""What ``doctor`` looks at: each examination says in plain Chinese what is well, worth knowing, or wrong."""

import datetime as dt
import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import Error, connection
from django_tasks_db.models import DBTaskResult

from lianxin.conf import install, schema
from lianxin.conf.keys import BadKeys, load_keys
from lianxin.conf.options import Options
from lianxin.core import clock
from lianxin.core.workdays import builtin_calendar
from lianxin.db.models import Town
from lianxin.db.scope import city_reading, town_scope
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.models import RoleGrant

#: Free disk below which the doctor warns, and below which it calls it a fault, in bytes.
DISK_WARNING, DISK_FAULT = 2_000_000_000, 200_000_000


#: How long background work may wait before somebody should look at the worker.
PATIENCE = dt.timedelta(minutes=30)


class Level(Enum):
    """How serious a finding is; only a fault makes ``doctor`` end with code 1."""

    GOOD = "✓"
    HINT = "·"
    FAULT = "✗"


@dataclass(frozen=True)
class Finding:
    """One line of the diagnosis."""

    level: Level
    text: str


def good(text: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Level.GOOD, text)


def hint(text: str) -> Finding:
    """Something worth knowing that breaks nothing."""
    return Finding(Level.HINT, text)


def fault(text: str) -> Finding:
    """Something that must be put right."""
    return Finding(Level.FAULT, text)


def examine(options: Options) -> Iterator[Finding]:
    """All findings in order; what needs the database is left out where it cannot be opened."""
    for look in (python_version, sqlite_library, data_folder, key_files, free_disk, calendar_tables):
        yield from look(options)
    if install.is_installed(options):
        yield from _database(options)
    for look in (site_address, optional_programs):
        yield from look(options)


def python_version(options: Options) -> Iterator[Finding]:
    """The interpreter must be 3.11 or newer."""
    shown = f"Python {platform.python_version()}（{platform.system()} {platform.machine()}）"
    yield good(shown) if sys.version_info >= (3, 11) else fault(f"{shown} 太旧，需要 3.11 或更新的版本。")


def sqlite_library(options: Options) -> Iterator[Finding]:
    """Search on SQLite needs FTS5; an answer from a receipt needs a library that is not ancient."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute("CREATE VIRTUAL TABLE probe USING fts5(words, tokenize='unicode61')")
        yield good(f"SQLite {sqlite3.sqlite_version}，带全文检索 FTS5")
    except sqlite3.OperationalError:
        yield fault(f"SQLite {sqlite3.sqlite_version} 没有全文检索 FTS5，请换一个 Python 安装。")
    finally:
        memory.close()


def data_folder(options: Options) -> Iterator[Finding]:
    """The data folder must exist, be writable, and be closed to others."""
    folder = options.data
    if not install.is_installed(options):
        yield fault(f"数据文件夹 {folder} 还没有安装。请运行：python3 dev.py run --data {folder} init")
        return
    try:
        install.require_installed(options)
        probe = folder / ".doctor"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
        yield good(f"数据文件夹 {folder} 可以读写")
    except install.InstallTrouble as trouble:
        yield fault(str(trouble))
    except OSError as error:
        yield fault(f"数据文件夹 {folder} 不能写入：{error.strerror}")
    yield from _open_to_others(folder, "数据文件夹")


def _open_to_others(path: Path, name: str) -> Iterator[Finding]:
    if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o007:
        yield hint(f"{name} {path} 其他用户也能读。建议：chmod o-rwx {path}")


def key_files(options: Options) -> Iterator[Finding]:
    """Keys must be readable by the owner only; lost keys cannot be replaced."""
    if not install.is_installed(options):
        return
    try:
        keys = load_keys(options.keys)
    except BadKeys as trouble:
        yield fault(str(trouble))
        return
    if keys.temporary:
        yield fault(f"密钥不见了：{options.keys}。请从备份放回；没有它，已加密的联系方式读不出来。")
        return
    loose = [path for path in options.keys.glob("*.key") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose and sys.platform != "win32":
        yield fault(f"密钥文件别人也能读。请运行：chmod 600 {options.keys}/*.key")
    else:
        yield good("密钥齐全，只有本用户能读")


def free_disk(options: Options) -> Iterator[Finding]:
    """Photos and the database need room; below `DISK_FAULT` a commit may fail."""
    place = next(path for path in (options.data, *options.data.parents) if path.exists())
    free = shutil.disk_usage(place).free
    shown = f"磁盘剩余 {free / 1e9:.1f} GB"
    if free < DISK_FAULT:
        yield fault(f"{shown}，已经不够了。请清理或扩容。")
    elif free < DISK_WARNING:
        yield hint(f"{shown}，快要不够了。")
    else:
        yield good(shown)


def calendar_tables(options: Options) -> Iterator[Finding]:
    """Deadlines beyond the last confirmed year are provisional; from December on that is worth a hint."""
    last = max(builtin_calendar().confirmed_years)
    today = clock.today()
    if today.year > last:
        yield hint(f"内置的工作日表只确认到 {last} 年，今年的到期日是暂定的。请在“工作日表”里补上今年的放假安排。")
    else:
        yield good(f"工作日表确认到 {last} 年；之后的到期日会标明“暂定”")


def _database(options: Options) -> Iterator[Finding]:
    """Everything that has to ask the database; one fault where it does not answer."""
    looks: tuple[Callable[[Options], Iterator[Finding]], ...] = (
        durability, migrations, towns_and_administrators, waiting_work, clock_runs_forward,
    )  # fmt: skip
    try:
        for look in looks:
            yield from look(options)
    except Error as error:
        yield fault(f"数据库没有正常回答（{type(error).__name__}）：{str(error).strip().splitlines()[0]}")


def durability(options: Options) -> Iterator[Finding]:
    """On SQLite each connection must report WAL and FULL, and the file must be sound."""
    with connection.cursor() as cursor:
        if not options.database.is_sqlite:
            cursor.execute("SHOW server_version")
            yield good(f"PostgreSQL {_one(cursor)}，{options.database.mode} 方式")
            return
        cursor.execute("PRAGMA journal_mode")
        journal = str(_one(cursor))
        cursor.execute("PRAGMA synchronous")
        synchronous = int(_one(cursor))
        cursor.execute("PRAGMA quick_check(1)")
        sound = str(_one(cursor))
    if journal != "wal" or synchronous < 2:
        yield fault(f"数据库的写入方式是 {journal}/{synchronous}，应是 wal/2（FULL）。数据文件夹要放在本机磁盘上。")
    else:
        yield good("数据库写入方式 WAL，每次提交都落盘（FULL）")
    yield good("数据库文件完好") if sound == "ok" else fault(f"数据库文件有损坏：{sound}。请从备份恢复。")


def _one(cursor: Any) -> Any:
    row = cursor.fetchone()
    return row[0] if row else ""


def migrations(options: Options) -> Iterator[Finding]:
    """The tables must be those of this version and of the mode in the settings."""
    trouble = schema.what_is_amiss()
    yield fault(trouble) if trouble else good("数据库结构与程序版本一致")


def towns_and_administrators(options: Options) -> Iterator[Finding]:
    """There must be a town, and in a real one three administrators, whom three people hold."""
    towns = list(Town.objects.order_by("pk"))
    if not towns:
        yield fault("还没有镇。请运行：python3 dev.py run init")
    for town in towns:
        with town_scope(town):
            held = set(
                RoleGrant.objects.filter(role__in=roles.ADMINISTRATORS, ended_at=None, account__is_active=True)
                .values_list("role", flat=True)
                .distinct()
            )
        missing = [roles.label(role) for role in roles.ADMINISTRATORS if role not in held]
        if missing:
            yield hint(f"{town.name}还没有{'、'.join(missing)}。")
        else:
            yield good(f"{town.name}{'（演示数据）' if town.is_demo else ''}：三位管理员齐全，没有默认口令")


def waiting_work(options: Options) -> Iterator[Finding]:
    """Background work that failed, or waits although nobody works on it."""
    failed = DBTaskResult.objects.filter(status="FAILED").count()
    stale = DBTaskResult.objects.filter(status="READY", enqueued_at__lt=clock.now() - PATIENCE).count()
    if failed:
        yield hint(f"有 {failed} 个后台任务没有成功，日志里有原因；例行任务会自己重做。")
    if stale:
        yield hint(f"有 {stale} 个后台任务等了半小时以上。后台进程（serve）在运行吗？")
    if not failed and not stale:
        yield good("后台任务没有积压")


def clock_runs_forward(options: Options) -> Iterator[Finding]:
    """A machine whose clock was set back writes times that contradict the log."""
    with city_reading("the newest entry of any town shows whether the machine's clock runs backwards"):
        newest = LogEntry.all_towns.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > clock.now():
        yield hint(f"最近一条记录的时间 {clock.local(newest):%Y-%m-%d %H:%M} 比现在还晚。请核对本机时钟。")


def site_address(options: Options) -> Iterator[Finding]:
    """Working without network needs HTTPS or this very machine; links on paper need an address."""
    if not options.site_url:
        yield hint("还没有设 site_url：回执和二维码上的网址会不完整。")
    host = urlsplit(options.site_url).hostname or ""
    if options.site_url and not options.site_url.startswith("https://") and host not in {"localhost", "127.0.0.1"}:
        yield hint("网址不是 HTTPS：现场录入（/field/）断网时不能用，浏览器只允许 HTTPS 或本机。")
    elif options.site_url:
        yield good("现场录入（/field/）可以断网使用")
    if options.site_url.startswith("https://") and not options.https:
        yield hint("网址是 HTTPS，但 https 选项没有打开：Cookie 没有 Secure 标记。")
    if options.debug:
        yield hint("debug 打开着：出错页会显示细节，对外服务前请关掉。")


def optional_programs(options: Options) -> Iterator[Finding]:
    """Programs that only tests or a larger database need."""
    for name, why in (("chromium", "只有浏览器测试需要"), ("pg_dump", "只有 PostgreSQL 数据库的备份需要")):
        found = shutil.which(name)
        yield good(f"{name}：{found}") if found else hint(f"没有 {name}，{why}")

"""``verify``: recompute the hash chains and the daily seals of every town, look for orphans, compare files."""

import argparse
import datetime as dt
import sys
from collections.abc import Mapping

from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.sealing import code_of, newest_seals
from lianxin.journal.texts import finding_sentence
from lianxin.journal.verify import Report, verify_town
from lianxin.records.wholeness import files_amiss

HELP = "核对：重算每一条记录的链和每日封存，找出改动、缺失、调换"
NEEDS_DJANGO = True

#: What the steps of a verification count.
_STEPS = {
    "entries": "办理记录",
    "links": "全镇序列",
    "days": "每日封存",
    "reads": "查看记录",
    "pairs": "对象引用",
    "references": "行间引用",
    "rooms": "专项核对",
    "files": "附件",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--town", metavar="短名", default="", help="只核对这一个镇（网址短名）")
    parser.add_argument(
        "--seal", action="append", type=_noted, default=[], metavar="日期=校验码",
        help="与当时抄下的封存校验码比，例如 2026-11-23=1f0c…（前 24 位）；可以写几次，要同时写 --town",
    )  # fmt: skip
    parser.add_argument("--files", action="store_true", help="连同照片和附件的内容（逐个字节重算，附件多时较慢）")


def _noted(text: str) -> tuple[dt.date, str]:
    """A seal as it was written down; ``ValueError`` for what is none."""
    day, _sign, code = text.partition("=")
    code = code.strip().lower()
    if not 8 <= len(code) <= 64 or set(code) - set("0123456789abcdef"):
        raise ValueError(text)
    return dt.date.fromisoformat(day.strip()), code


def run(options: argparse.Namespace) -> int:
    """Verify, print what is wrong, and return 1 where anything is."""
    towns = Town.objects.order_by("pk")
    if options.town:
        towns = towns.filter(slug=options.town)
        if not towns:
            sys.stderr.write(f"没有短名为“{options.town}”的镇。\n")
            return 2
    noted = dict(getattr(options, "seal", ()))
    if noted and not options.town:
        sys.stderr.write("比封存校验码时，请同时用 --town 写明是哪个镇。\n")
        return 2
    return max((_show(town, _verified(town, options.files, noted)) for town in towns), default=0)


def _verified(town: Town, with_files: bool, noted: Mapping[dt.date, str]) -> Report:
    """The chains and seals of a town, and the bytes of its attachments where that was asked for."""
    report = verify_town(town, noted=noted)
    if with_files:
        report.counts["files"] = 0
        with town_scope(town):
            report.findings.extend(files_amiss(lambda count: report.counts.update(files=count)))
    return report


def _show(town: Town, report: Report) -> int:
    """Print one town's result; 0 when it is whole."""
    steps = {step: name for step, name in _STEPS.items() if step != "files" or step in report.counts}
    counts = "，".join(f"{name} {report.counts.get(step, 0)}" for step, name in steps.items())
    sys.stdout.write(f"{town.name}：{counts}\n")
    with town_scope(town):
        for one in newest_seals():
            sys.stdout.write(f"  最近一次封存 {one.day}，校验码 {code_of(one)}（请抄下，放在碰不到数据库的人那里）\n")
    for finding in report.findings:
        sys.stdout.write(f"  ✗ {finding_sentence(finding)}\n")
    sys.stdout.write("  ✓ 完整\n" if report.is_whole else f"  共 {len(report.findings)} 处不符\n")
    return 0 if report.is_whole else 1

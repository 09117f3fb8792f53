"""``demo-seed``: what ``tools/make_demo_seed.py`` runs in an empty data folder to make the example town anew."""

import argparse
import sys
from pathlib import Path

from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.demo.making import begins_the_same, generate
from lianxin.demo.seed import HOW_TO_MAKE, pack, seed_file

HELP = "开发：重新生成示例镇的种子数据（在空的数据文件夹里）"
NEEDS_DJANGO = True
CREATES_DATA = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--check", action="store_true", help="只核对，不写文件")
    parser.add_argument("--days", type=int, help="只演头几天，核对日志的开头（与 --check 同用）")


def run(options: argparse.Namespace) -> int:
    """Play the script, then write the seed into the package or compare it with the one that is there."""
    if Town.objects.exists():
        sys.stderr.write(f"这个数据文件夹里已经有镇。请运行：{HOW_TO_MAKE}\n")
        return 1
    if options.days is not None:
        return _said(begins_the_same(options.days, show_progress))
    started = clock.monotonic()
    packed, target = pack(lines := generate(show_progress)), Path(str(seed_file()))
    took = round(clock.monotonic() - started)
    same = target.exists() and target.read_bytes() == packed
    if options.check:
        return _said(same)
    target.write_bytes(packed)
    sys.stdout.write(f"{target.name}：{len(lines)} 行，{len(packed) // 1024} KB，用时 {took} 秒。\n")
    return 0


def _said(same: bool) -> int:
    """Say whether the shipped seed is what would come out; the exit code."""
    sys.stderr.write("种子数据与重新生成的一致。\n" if same else f"种子数据不是最新的，请运行：{HOW_TO_MAKE}\n")
    return 0 if same else 1


def show_progress(done: int, steps: int) -> None:
    """A bar on standard error, drawn anew every one percent; silence where nobody watches."""
    if not sys.stderr.isatty():
        return
    if done % max(1, steps // 100) == 0 or done == steps:
        filled = done * 30 // steps
        end = "\n" if done == steps else ""
        sys.stderr.write(f"\r  {'█' * filled}{'░' * (30 - filled)} {done * 100 // steps:3d}%{end}")
        sys.stderr.flush()

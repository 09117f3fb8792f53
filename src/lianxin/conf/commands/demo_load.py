"""``demo-load``: the example town, made once; calling it again does nothing."""

import argparse
import sys

from lianxin.conf.commands.demo_seed import show_progress
from lianxin.db.models import Town
from lianxin.demo.loading import load
from lianxin.demo.seed import fits

HELP = "演示：建立示例镇（全部为虚构的演示数据），已有时什么也不做"
NEEDS_DJANGO = True
CREATES_DATA = True


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(options: argparse.Namespace) -> int:
    """Make the town unless it is there; refuse a data folder that holds a real town."""
    if Town.objects.filter(is_demo=False).exists():
        sys.stderr.write("这个数据文件夹里有真实的镇，不能放演示数据。请用 --data 另指一个文件夹。\n")
        return 1
    if not Town.objects.exists():
        slowly = "" if fits() else "（种子数据与表结构不符，改为逐步重演，约一分钟）"
        sys.stderr.write(f"正在建立示例镇（演示数据）…{slowly}\n")
    load(show_progress)
    return 0

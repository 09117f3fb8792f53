"""``gather``: read and compare every opinion that was not read yet, at once; ``tick`` does the same bit by bit."""

import argparse
import sys
from functools import partial

from lianxin.aggregation import upkeep
from lianxin.aggregation.models import Analysis
from lianxin.db.models import Town
from lianxin.db.scope import town_scope

HELP = "汇总：把还没有读过的意见读一遍、比对一遍，可以中断，再运行就接着做"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--town", metavar="短名", default="", help="只做这一个镇（网址短名）")


def run(options: argparse.Namespace) -> int:
    """Read, compare, say how many; 2 for an unknown town."""
    towns = Town.objects.order_by("pk")
    if options.town:
        towns = towns.filter(slug=options.town)
        if not towns:
            sys.stderr.write(f"没有短名为“{options.town}”的镇。\n")
            return 2
    for town in towns:
        with town_scope(town):
            read = upkeep.read_new(partial(_show, town.name, "读了"))
            asked = upkeep.compare_new(partial(_show, town.name, "比对了"))
            every = Analysis.objects.count()
        sys.stdout.write(f"{town.name}：新读 {read} 件（共 {every} 件），新提出 {asked} 对。\n")
    return 0


def _show(name: str, what: str, done: int) -> None:
    """Progress on standard error."""
    sys.stderr.write(f"{name}：{what} {done} 件\n")

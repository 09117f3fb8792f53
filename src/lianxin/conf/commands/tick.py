"""``tick``: put what is due into the queue; calling it again does nothing."""

import argparse
import sys

from lianxin.db.models import Town
from lianxin.journal import jobs

HELP = "例行：把到点的任务（封存、时钟、清理、发送）放进队列，多次运行无妨"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--now", action="store_true", help="不用后台进程，在这里立刻做完")


def run(options: argparse.Namespace) -> int:
    """Enqueue, or do at once, and name what it was."""
    for town in Town.objects.order_by("pk"):
        names = jobs.run_now(town) if options.now else jobs.tick(town)
        sys.stdout.write(f"{town.name}：{'、'.join(names) or '没有到点的任务'}\n")
    return 0


def enqueue_due() -> int:
    """Enqueue what is due in every town and return how many jobs that were; what ``serve`` does each minute."""
    return sum(len(jobs.tick(town)) for town in Town.objects.order_by("pk"))

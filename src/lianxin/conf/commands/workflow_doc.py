"""``workflow-doc``: write the workflow document and picture from the workflow table."""

import argparse
import sys
from pathlib import Path

from lianxin.cases import diagram, drawing
from lianxin.cases.disputes import diagram as pressing

HELP = "按办理流程表重新生成流程说明（docs/workflow.md 和流程图）"
NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--to", metavar="目录", default="docs", help="写到哪个目录，默认 docs")


def run(options: argparse.Namespace) -> int:
    """Write the files; they are the same as long as the table is."""
    folder = Path(options.to)
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "workflow.md": diagram.document(),
        "workflow.svg": drawing.picture(),
        "pressing.md": pressing.document(),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"已写入 {folder / name}\n")
    return 0

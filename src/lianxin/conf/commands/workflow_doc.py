"""``workflow-doc``: write the workflow document and picture from the workflow table."""

import argparse
import sys
from pathlib import Path

from lianxin.cases import diagram, drawing

HELP = "按办理流程表重新生成流程说明（docs/workflow.md 和流程图）"
NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--to", metavar="目录", default="docs", help="写到哪个目录，默认 docs")


def run(options: argparse.Namespace) -> int:
    """Write both files; they are the same as long as the table is."""
    folder = Path(options.to)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("workflow.md", diagram.document()), ("workflow.svg", drawing.picture())):
        (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"已写入 {folder / name}\n")
    return 0

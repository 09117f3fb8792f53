"""``import-opinions``: a spreadsheet of what residents said; every line becomes an opinion and a case."""

import argparse
import json
import sys
from pathlib import Path

from lianxin.cases.imports import columns
from lianxin.cases.imports.service import Import, Outcome, propose
from lianxin.conf.schema import ensure_town
from lianxin.core.documents.tables import Table, TableError, read_table
from lianxin.core.hashing import digest
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError

HELP = "导入意见：读 .xlsx、.csv 或 .csv.gz，每一行成为一条意见和一件事项，说明哪些重复、哪些被退回及原因"
NEEDS_DJANGO = True
CREATES_DATA = True

#: How many refused rows are printed one by one.
SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="文件", help=".xlsx、.csv 或 .csv.gz")
    parser.add_argument(
        "--map", metavar="文件", dest="map_file", help='JSON：{"words": "反映内容", "spoken_on": "日期"}'
    )
    parser.add_argument("--dry-run", action="store_true", help="只检查，不保存")


def run(options: argparse.Namespace) -> int:
    """Import the file; 0 when it was read, 1 when it cannot be read or mapped."""
    path = Path(options.file).expanduser()
    try:
        data = path.read_bytes()
        table = read_table(data)
    except OSError as trouble:
        sys.stderr.write(f"打不开文件“{options.file}”：{trouble.strerror}\n")
        return 1
    except TableError as trouble:
        sys.stderr.write(
            f"读不懂文件“{options.file}”（{trouble.code} {trouble.detail}）。请另存为 .xlsx 或 .csv 再试。\n"
        )
        return 1
    with town_scope(ensure_town()):
        try:
            mapping = _mapping(options.map_file, table)
            task = Import(SYSTEM, table, mapping, path.name, digest(data), dry=options.dry_run)
            _show_mapping(table, mapping)
            outcome = task.run(_progress)
        except ActionError as trouble:
            sys.stderr.write(f"{trouble.message}\n")
            return 1
    _print(outcome, dry=options.dry_run)
    return 0


def _mapping(map_file: str | None, table: Table) -> dict[str, int]:
    """The mapping from a file, or the proposal."""
    if not map_file:
        return propose(table)
    wanted = json.loads(Path(map_file).expanduser().read_text(encoding="utf-8"))
    return {name: table.headers.index(header) for name, header in wanted.items() if header in table.headers}


def _show_mapping(table: Table, mapping: dict[str, int]) -> None:
    """Say which column was taken for what, on standard error."""
    words = "，".join(f"{name} ← {table.headers[column]}" for name, column in mapping.items())
    unused = [header for index, header in enumerate(table.headers) if index not in mapping.values()]
    sys.stderr.write(f"列的对应：{words}\n")
    if unused:
        sys.stderr.write(f"没有用到的列：{'、'.join(unused)}\n")
    if columns.PLACE not in mapping:
        sys.stderr.write("文件没有说地点，导入后由人补上。\n")


def _progress(done: int, total: int) -> None:
    """A bar on the terminal."""
    if sys.stderr.isatty():
        filled = 30 * done // max(total, 1)
        sys.stderr.write(f"\r[{'█' * filled}{'·' * (30 - filled)}] {done}/{total}" + ("\n" if done == total else ""))


def _print(outcome: Outcome, *, dry: bool) -> None:
    """The counts, then the refused rows with cell and reason."""
    made = "可以成为意见" if dry else "成为意见"
    sys.stdout.write(f"{made} {outcome.made} 行，重复 {outcome.duplicate} 行，退回 {outcome.refused} 行\n")
    for one in outcome.problems[:SHOWN]:
        sys.stdout.write(f"  第 {one.row_no} 行 {one.cell}：{one.problem}\n")
    if len(outcome.problems) > SHOWN:
        sys.stdout.write(f"  ……另有 {len(outcome.problems) - SHOWN} 行\n")

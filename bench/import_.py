"""``bench import [--rows N]``: a spreadsheet from file to cases, rows a second, beside writing its rows alone.

An ``.xlsx`` of invented lines goes through the command ``import-opinions`` as an operator types it, into a data folder
of its own that is made anew each time. The floor is ``sqlite3`` alone, writing one plain row a line into one table.
"""

import argparse
import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

from bench.common import Figure, Report, folder_for, measure, stoppable

HEADERS = ("编号", "反映内容", "日期", "地点", "联系电话")
WORDS = ("电梯坏了三天", "路灯不亮", "楼道堆物", "下水堵了", "停车位不够", "垃圾桶太远", "噪音扰民")


def write_table(file: Path, rows: int) -> None:
    """An invented ledger; no two lines are alike."""
    rng = Random(rows)
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADERS)
        for number in range(1, rows + 1):
            words = f"{rng.choice(WORDS)}，{rng.choice(WORDS)}，老人不方便，请来看看。我是第{number}个说的。"
            day = f"2026-{rng.randint(1, 6):02d}-{rng.randint(1, 28):02d}"
            writer.writerow([f"X{number}", words, day, f"{rng.randint(1, 60)}号楼", f"139{rng.randrange(10**8):08d}"])


def plain_rows(file: Path, table: Path) -> None:
    """The floor: the lines of the table as rows of one table, in transactions of fifty like ours."""
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT)")
    with table.open(encoding="utf-8-sig", newline="") as source:
        lines = list(csv.reader(source))[1:]
    for first in range(0, len(lines), 50):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO line (a, b, c, d, e) VALUES (?, ?, ?, ?, ?)", lines[first : first + 50])
        connection.execute("COMMIT")
    connection.close()


def main() -> None:
    """Write the table, import it once, compare."""
    parser = argparse.ArgumentParser(prog="bench import", description="导入表格的速度")
    parser.add_argument("--rows", type=int, default=5000, help="行数，默认 5000")
    options = parser.parse_args()
    folder = folder_for("import")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    table = folder / "ledger.csv"
    write_table(table, options.rows)
    report = Report(f"import：{options.rows:,} 行，从文件到事项（含启动和建库）")
    floor = options.rows / (measure(lambda: plain_rows(folder / "plain.sqlite3", table), 3).wall_ms / 1000)
    data = folder / "data"
    environment = {**os.environ, "LIANXIN_DATA": str(data)}
    profile = Path(__file__).parents[1] / "profiles" / "example-town.json"
    lianxin = [sys.executable, "-m", "lianxin"]
    subprocess.run([*lianxin, "init", "--profile", str(profile)], env=environment, check=True, stdout=subprocess.PIPE)

    def run() -> None:
        done = subprocess.run([*lianxin, "import-opinions", str(table)], env=environment, check=True, stdout=-1)
        sys.stderr.write(done.stdout.decode().splitlines()[0] + "\n")

    before = os.times()
    took = measure(run, 1, warm=0)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    floor_name = "sqlite3 只写一张表"
    note = f"共 {took.wall_ms / 1000:.1f} 秒，CPU {cpu:.1f} 秒"
    report.add(Figure("导入，每秒行数", options.rows / took.wall_ms * 1000, "行/s", floor, floor_name, note=note))
    report.add(Figure("导入，每 CPU 秒行数", options.rows / cpu, "行/s", floor, floor_name))
    again = measure(run, 1, warm=0)
    report.add(Figure("再导一遍（全部认出是重复）", options.rows / again.wall_ms * 1000, "行/s", floor, floor_name))


if __name__ == "__main__":
    with stoppable():
        main()

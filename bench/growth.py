"""``bench growth``: what every page and action costs from 1,000 to 1,000,000 cases, the factor a step, and query plans.

The plans printed are those of the largest size; a plan that reads a whole table of the town is marked with ``!``.
"""

import importlib
import sys
from typing import Any

from bench.common import stoppable
from bench.web import Site, open_site, parser_of


def plans(site: Site) -> None:
    """The plan of each statement of the lists and the case page."""
    inprocess = importlib.import_module("bench.inprocess")
    connection: Any = importlib.import_module("django.db").connection
    for name, (path, fields) in site.pages().items():
        with inprocess.recorded() as seen:
            site.visitor.get(path, **fields)
        sys.stdout.write(f"\n## {name}\n")
        for sql, params in seen:
            if not sql.lstrip("( ").upper().startswith("SELECT"):
                continue
            word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            with connection.cursor() as cursor:
                cursor.execute(f"{word} {sql}", params)
                lines = [str(row[-1]) for row in cursor.fetchall()]
            sys.stdout.write(f"{sql[:100].strip()} …\n")
            for line in lines:
                whole = "SCAN cases_" in line or "Seq Scan on cases_case" in line
                sys.stdout.write(f"  {'!' if whole else ' '} {line}\n")


def main() -> None:
    """Measure at every size, then print the plans of the largest."""
    options = parser_of("growth", "数据变多以后慢多少", "1000,10000,100000,1000000").parse_args()
    site = open_site("growth：每次请求的进程内 CPU（毫秒）和每一档的倍数", options)
    for size in sorted(map(int, options.cases.split(","))):
        site.open(size, everything=options.open)
        site.run()
    plans(site)


if __name__ == "__main__":
    with stoppable():
        main()

"""What a distributed database would be told: a difference shows when a new table would land on the wrong nodes.

After a change of the schema write the file anew and read the difference:
``LIANXIN_WRITE_GOLDEN=1 python3 dev.py test tests/db/test_citus_golden.py``.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lianxin.db.classes import TableClass, tables_by_class
from lianxin.db.redrawing import thriftily
from tests.db.lanes import default_database, migrated

pytestmark = pytest.mark.postgres

GOLDEN = Path(__file__).parent / "golden" / "citus.sql"
TEST_APPS = {"toytown"}


@pytest.fixture(scope="module")
def collected(django_db_blocker: Any) -> str:
    """The SQL of every migration of the product, in the order in which an empty database gets them."""
    with django_db_blocker.unblock(), default_database(migrated("citus")):
        executor, parts = MigrationExecutor(connection), []
        state = executor.loader.project_state(nodes=[])
        for step, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
            with thriftily(state, step), connection.schema_editor(collect_sql=True, atomic=step.atomic) as editor:
                state = step.apply(state, editor, collect_sql=True)
            if step.app_label not in TEST_APPS:
                parts.append(
                    f"-- {step.app_label} {step.name}\n" + "".join(f"{line}\n" for line in editor.collected_sql)
                )
    # A default that is the moment of the migration differs each time.
    return re.sub(r"'\d{4}-\d\d-\d\d \d\d:\d\d:[\d.]+\+00:00'", "'(now)'", "\n".join(parts))


def test_the_sql_is_the_one_that_was_read_and_approved(collected: str) -> None:
    if os.environ.get("LIANXIN_WRITE_GOLDEN"):
        GOLDEN.write_text(collected, encoding="utf-8")
    assert collected == GOLDEN.read_text(encoding="utf-8"), __doc__


def test_each_table_is_placed_by_its_class(collected: str) -> None:
    tables = tables_by_class()
    ours = {kind: {name for name in names if not name.startswith("toytown_")} for kind, names in tables.items()}
    spread = set(re.findall(r"SELECT create_distributed_table\('(\w+)', 'town_id'\)", collected))
    copied = set(re.findall(r"SELECT create_reference_table\('(\w+)'\)", collected))
    assert spread == ours[TableClass.TOWN]
    assert copied == ours[TableClass.REFERENCE]


def test_a_table_is_placed_before_anything_refers_to_it(collected: str) -> None:
    lines = collected.splitlines()
    placed = {name: number for number, line in enumerate(lines) for name in re.findall(r"_table\('(\w+)'", line)}
    for number, line in enumerate(lines):
        for name in re.findall(r'FOREIGN KEY .* REFERENCES "(\w+)"', line):
            assert placed[name] < number

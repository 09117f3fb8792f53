"""Matters said in confidence: a title that quotes the words is exchanged, and the search forgets them."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def close(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Town by town; few matters are confidential."""
    alias = editor.connection.alias
    towns = apps.get_model("db", "Town")._default_manager.using(alias)
    for town_id in list(towns.order_by("pk").values_list("pk", flat=True)):
        opinions: Any = apps.get_model("cases", "Opinion")._default_manager.using(alias).filter(town_id=town_id)
        for one in opinions.filter(confidential=True).order_by("pk").select_related("case__category"):
            _close_one(apps, town_id, one)


def _close_one(apps: Apps, town_id: int, one: Any) -> None:
    """The title of one matter and what it is found by."""
    from lianxin.cases.actions.titles import title_of
    from lianxin.db.scope import town_scope
    from lianxin.records.search import index

    case = one.case
    if case.title == title_of(one.verbatim, one.summary, case.category, confidential=False):
        case.title = title_of(one.verbatim, one.summary, case.category, confidential=True)
        cases: Any = apps.get_model("cases", "Case")._default_manager
        cases.filter(town_id=town_id, pk=case.pk).update(title=case.title)
    with town_scope(town_id):
        index("case", case.pk, f"{case.number} {case.title}")


class Migration(migrations.Migration):
    """No table changes; the words themselves stay where the two desks read them."""

    dependencies = [
        ("cases", "0012_a_year_of_a_suggestions_promise"),
        ("db", "0001_initial"),
        ("records", "0002_search_tokens"),
    ]

    operations = [
        migrations.RunPython(close, migrations.RunPython.noop),
    ]

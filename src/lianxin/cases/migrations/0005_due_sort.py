"""Matters are sorted by a due day that is never empty, with an index of its own: a page costs the same in any town."""

import datetime as dt

from django.db import migrations, models
from django.db.models import Value
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    """A column that the database itself writes, and the index of the lists."""

    dependencies = [("cases", "0004_disputes")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="due_sort",
            field=models.GeneratedField(
                db_persist=True,
                expression=Coalesce("due_on", Value(dt.date(9999, 12, 31))),
                help_text="due day, the last day of all where there is none; written by the database",
                output_field=models.DateField(),
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["town", "due_sort", "id"], name="cases_by_due"),
        ),
    ]

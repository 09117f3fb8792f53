"""The indexes of the work lists end with the day that is never empty, so that a page of a list is read in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, each with another last column."""

    dependencies = [("cases", "0006_supervision")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="cases_worklist"),
        migrations.RemoveIndex(model_name="case", name="cases_unit"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["town", "state", "due_sort", "id"], name="cases_worklist"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["town", "lead_unit", "state", "due_sort", "id"], name="cases_unit"),
        ),
    ]

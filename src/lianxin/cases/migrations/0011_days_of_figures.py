"""Figures of a period read the days they are about, not every matter there ever was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index for each day a matter reaches; those that have not come so far cost nothing."""

    dependencies = [("cases", "0010_keyed_fingerprints")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["town", day], name=f"cases_{day}", condition=models.Q(**{f"{day}__isnull": False})
            ),
        )
        for day in ("assigned_on", "contacted_on", "replied_on", "delivered_on", "closed_on")
    ]

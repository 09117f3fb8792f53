"""A category counts its changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Every category so far is in its first version."""

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]

"""A notice counts how many messages of a day were folded into it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Every notice so far stands for one message."""

    dependencies = [
        ("messages", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="count",
            field=models.PositiveIntegerField(default=1),
        ),
    ]

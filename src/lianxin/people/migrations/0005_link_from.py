"""A link may hold from a later day on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Links so far hold from when they were issued."""

    dependencies = [
        ("people", "0004_second_step"),
    ]

    operations = [
        migrations.AddField(
            model_name="accesslink",
            name="starts_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

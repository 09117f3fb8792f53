"""A notice stores which sentence and its facts; the words are made when somebody reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Old rows keep their finished sentence and name none."""

    dependencies = [
        ("messages", "0004_calendar_feed"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="sentence",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="notice",
            name="facts",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="notice",
            name="text",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]

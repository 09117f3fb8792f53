"""A recorder without the right to judge notes that the person agreed; the desk records the verdict."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("contact", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="agreed",
            field=models.BooleanField(
                default=False, help_text="the person who had spoken was there and wants it to count"
            ),
        )
    ]

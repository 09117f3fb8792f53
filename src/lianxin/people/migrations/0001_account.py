"""The account first and alone: a reference table must exist before town-owned tables refer to it."""

from django.db import migrations, models

import lianxin.core.ids
import lianxin.db.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [("db", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "id",
                    lianxin.db.fields.IdField(
                        default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("username", models.CharField(max_length=40, unique=True)),
                ("display_name", models.CharField(max_length=60)),
                ("admin_role", models.CharField(blank=True, max_length=24)),
                ("is_active", models.BooleanField(default=True)),
                ("failed_attempts", models.PositiveIntegerField(default=0)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                ("password_changed_at", models.DateTimeField(blank=True, null=True)),
                ("must_set_password", models.BooleanField(default=False)),
                ("access_version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
            ],
            options={"swappable": "AUTH_USER_MODEL"},
        ),
    ]

"""Identities of the organisation's sign-in service."""

import django.db.models.deletion
import lianxin.core.ids
import lianxin.db.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_passkey'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkedIdentity',
            fields=[
                ('id', lianxin.db.fields.IdField(default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('issuer', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('linked_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]

"""The second step of a sign-in, its recovery codes, and what a town demands; a device may be trusted without a link."""

import django.db.models.deletion
import lianxin.core.ids
import lianxin.db.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('db', '0001_initial'),
        ('people', '0003_session'),
    ]

    operations = [
        migrations.AlterField(
            model_name='accesslink',
            name='purpose',
            field=models.CharField(choices=[('sign_in', '一次性登录码'), ('deputy', '代表专属链接'), ('set_up', '首次设置链接'), ('visit', '走访记录链接'), ('second_step', '第二步验证替代码')], max_length=16),
        ),
        migrations.AlterField(
            model_name='trusteddevice',
            name='link',
            field=lianxin.db.fields.TownForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trusted_devices', to='people.accesslink'),
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', lianxin.db.fields.IdField(default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'digest'), name='people_recovery_once')],
            },
        ),
        migrations.CreateModel(
            name='SecondStep',
            fields=[
                ('id', lianxin.db.fields.IdField(default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('secret_encrypted', models.TextField(blank=True)),
                ('last_step', models.BigIntegerField(default=-1)),
                ('set_up_at', models.DateTimeField()),
                ('must_renew', models.BooleanField(default=False)),
                ('failed_attempts', models.PositiveIntegerField(default=0)),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='second_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account',), name='people_second_step_one')],
            },
        ),
        migrations.CreateModel(
            name='SignInPolicy',
            fields=[
                ('id', lianxin.db.fields.IdField(default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('for_administrators', models.BooleanField(default=False)),
                ('for_desks', models.BooleanField(default=False)),
                ('required_from', models.DateField(blank=True, null=True)),
                ('trust_days', models.PositiveIntegerField(default=30)),
                ('changed_at', models.DateTimeField()),
                ('town', lianxin.db.fields.TownField(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='db.town')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('town',), name='people_sign_in_policy')],
            },
        ),
    ]

"""The reference tables that everything else stands on: districts and towns; and what this installation remembers."""

import json
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.core.clock import now
from lianxin.db.base import Local, Reference

slug_rule = RegexValidator(r"\A[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\Z", _("只能用小写字母、数字和中间的短横线。"))
code_rule = RegexValidator(r"\A[A-Z0-9]{2,12}\Z", _("只能用 2 到 12 个大写字母或数字。"))


class District(Reference):
    """A district (区) that towns belong to."""

    code = models.CharField(_("代码"), max_length=12, unique=True, validators=[code_rule])
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = _("区")
        verbose_name_plural = _("区")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Town(Reference):
    """A town (镇) or sub-district (街道): the owner of nearly every row.

    ``code`` opens every number people see (受理编号); ``slug`` names the town in addresses (``/t/<slug>/``).
    """

    code = models.CharField(_("代码"), max_length=12, unique=True, validators=[code_rule])
    slug = models.CharField(_("网址短名"), max_length=40, unique=True, validators=[slug_rule])
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name=_("所属区"), null=True, blank=True, related_name="towns"
    )
    host = models.CharField(_("专用域名"), max_length=253, blank=True, db_index=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)
    is_default = models.BooleanField(_("默认的镇"), default=False)
    settings = models.TextField(_("设置"), default="{}", blank=True)
    created_at = models.DateTimeField(_("建立时间"), default=now, editable=False)

    class Meta:
        verbose_name = _("镇")
        verbose_name_plural = _("镇")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def option(self, key: str, default: Any = None) -> Any:
        """One of the town's own settings (stored as JSON text), or ``default``."""
        return json.loads(self.settings or "{}").get(key, default)


class InstallMode(Local):
    """The database mode this installation was made with; starting with another one is an error."""

    mode = models.CharField(max_length=12)
    parts = models.PositiveIntegerField(default=0)
    installed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("安装方式")
        verbose_name_plural = _("安装方式")

    def __str__(self) -> str:
        return self.mode

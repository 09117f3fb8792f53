"""Sentences of the deputies room."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Code of a rule → (field, sentence).
MANDATE_PROBLEMS: Final[dict[str, tuple[str, Promise]]] = {
    "electing_unit_missing": ("electing_unit", _("市代表要写选举单位，例如某区人民代表大会。")),
    "city_constituency": ("constituency", _("市代表由区人民代表大会选举产生，没有选区；请写选举单位和联系社区。")),
    "constituency_missing": ("constituency", _("区、镇代表要选选区。")),
    "constituency_level": ("constituency", _("选区和代表的层级不一致，请重新选择。")),
    "order": ("ends_on", _("结束日期不能早于开始日期。")),
    "outside_term": ("starts_on", _("开始日期不在这一届之内。")),
    "term_level": ("term", _("届次和代表的层级不一致，请重新选择。")),
}

"""What this room tells the others when the house is assembled."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.clocks.rulesets import standard, store
from lianxin.journal import verbs
from lianxin.places.profiles.reading import Profile
from lianxin.places.profiles.sections import Context, Section, register_section


def _load(data: Profile, context: Context) -> None:
    """Store the rule sets of a profile, or the standard ones where it brings none."""
    count = context.count("rulesets")
    for rule_set in data.get("rulesets") or standard()["rulesets"]:
        count.new += len(store(rule_set))


def _export() -> Mapping[str, Any]:
    """Nothing: a town's own time limits travel with the export of the town, not with its profile."""
    return {}


def register() -> None:
    """Register the profile section and the words of the log."""
    register_section(Section("rulesets", 60, _load, _export))
    verbs.register("clocks.rules_loaded", _("载入时限规则"), {"rule_set": _("规则"), "version": _("版本")})
    verbs.register("clocks.calendar_imported", _("更新年历"), {"year": _("年份"), "recomputed": _("重算的时限")})
    verbs.register("clocks.recomputed", _("年历更新，期限重算"), {"clock": _("时限"), "old": _("原"), "new": _("新")})

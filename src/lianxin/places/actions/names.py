"""Names as they are stored."""

from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.errors import Invalid


def named(name: str, field: str = "name", longest: int = 80) -> str:
    """A tidied name; raises ``Invalid`` when it is empty or too long."""
    text = tidy(name).strip()
    if not 1 <= len(text) <= longest:
        raise Invalid.at(field, "length", _("请填写名称，最多 %(n)d 个字。") % {"n": longest})
    return text

"""What a deputy says about what it saw itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk.forms import VerdictForm, reason_field


class OwnVerdictForm(VerdictForm):
    """Solved or not, looked at on the spot; nobody's attitude is graded, because nobody was asked."""

    reason = reason_field(label=_("您看到的情况"), help_text=_("没有解决的，必须写还差什么。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without what only a resident can say."""
        super().__init__(*args, **kwargs)
        for name in ("attitude", "via"):
            del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """Seen on the spot."""
        return {**super().facts(), "via": "visit"}

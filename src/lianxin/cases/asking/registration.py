"""What requests to press tell the others when the house is assembled."""

from django.utils.translation import gettext_lazy as _

from lianxin.cases.asking.pages import ANSWER
from lianxin.journal import kinds, verbs
from lianxin.messages.addressing import notify_on, to_deputy, to_role
from lianxin.messages.sentences import Sentence
from lianxin.people import roles
from lianxin.ui import registry


def register() -> None:
    """Words of the log, notices, the desk's entry."""
    kinds.register_pair("cases.DeputyAsk")
    verbs.register("ask.press", _("代表请镇人大督促"), {"number": _("编号")})
    verbs.register("ask.answer", _("镇人大回复代表的督促请求"))
    notify_on(
        "ask.press", lambda _m, _facts: [to_role(roles.CONGRESS_OFFICE)],
        Sentence("ask.press", _("有代表请镇人大督促 %(number)s")), lambda _m, _facts: "desk/asks/",
    )  # fmt: skip
    notify_on(
        "ask.answer", lambda _m, facts: [to_deputy(facts["deputy"])],
        Sentence("ask.answer", _("您请镇人大督促的事有了回音")), lambda _m, _facts: "deputy/three/",
    )  # fmt: skip
    registry.nav("desk", _("代表请督促"), "cases:asks", order=43, policy=ANSWER, icon="speak", group=_("督促"))

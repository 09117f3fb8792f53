"""Parts of a page that are the same for everybody are rendered once: ``{% kept a b %}…{% endkept %}``.

::

    {% kept ui.town_name ui.large %}<footer>{{ ui.town_name }} … {% translate "…" %} …</footer>{% endkept %}

Everything inside must follow from the language, the address prefix and the values named after ``kept``; those, and
nothing else, decide whether it is rendered again. What differs from visit to visit is a hole, which is filled anew each
time, escaped as any other variable::

    {% kept %}<form …><input name="next" value="{% hole ui.path %}"> … </form>{% endkept %}

Inside there must be no token against forged forms, no block of a child template, and nothing that sets a variable for
what follows. Two pages in two languages, towns or prefixes never share a part.
"""

import re
import secrets
from typing import Any, Final

from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, render_value_in_context
from django.template.context import Context
from django.urls import get_script_prefix, get_urlconf
from django.utils.functional import Promise
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language

#: So many looks of one part are kept; then all are thrown away.
LOOKS: Final = 128
#: A value longer than this is not worth a place; the part is rendered as any other.
LONGEST: Final = 200

#: What stands for a hole while a part is rendered; no visitor can know it.
_SIGN: Final = secrets.token_hex(12)
_HOLE: Final = re.compile(f"<{_SIGN}:(\\d+)>")

Look = list[str]


class HoleNode(Node):
    """``{% hole value %}`` inside ``{% kept %}``."""

    def __init__(self, number: int, value: FilterExpression) -> None:
        self.number, self.value = number, value

    def render(self, context: Context) -> SafeString:
        """The sign of the place; `KeptNode` puts the value there."""
        return mark_safe(f"<{_SIGN}:{self.number}>")  # noqa: S308 - our own sign  # nosec B308 B703

    def filled(self, context: Context) -> str:
        """The value, escaped."""
        found: str = render_value_in_context(self.value.resolve(context), context)
        return found


class KeptNode(Node):
    """A part of a page with the looks it had."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: list[FilterExpression], holes: list[HoleNode]) -> None:
        self.nodelist, self.values, self.holes = nodelist, values, holes
        self.looks: dict[tuple[Any, ...], Look] = {}

    def render(self, context: Context) -> SafeString:
        """The look for these values, with its holes filled."""
        key = self._key(context)
        look = self.looks.get(key) if key is not None else None
        if look is None:
            look = _HOLE.split(self.nodelist.render(context))
            if key is not None:
                if len(self.looks) >= LOOKS:
                    self.looks.clear()
                self.looks[key] = look
        if len(look) == 1:
            return mark_safe(look[0])  # noqa: S308 - rendered by the template engine  # nosec B308 B703
        parts = [self.holes[int(one)].filled(context) if at % 2 else one for at, one in enumerate(look)]
        return mark_safe("".join(parts))  # noqa: S308 - as above, holes were escaped  # nosec B308 B703

    def _key(self, context: Context) -> tuple[Any, ...] | None:
        """All that the look depends on; nothing where a value is no short plain one."""
        found: list[Any] = [get_language(), get_script_prefix(), get_urlconf(), settings.STATIC_URL, context.autoescape]
        for one in self.values:
            value = one.resolve(context, ignore_failures=True)
            if isinstance(value, Promise):
                value = str(value)
            if isinstance(value, str):
                if len(value) > LONGEST:
                    return None
                found.append((value, isinstance(value, SafeData)))
            elif value is None or isinstance(value, int):
                found.append((value, type(value)))
            else:
                raise TypeError(f"a kept part may depend on texts and numbers only, not on {type(value).__name__}")
        return tuple(found)


def kept(parser: Parser, token: Token) -> KeptNode:
    """Compile ``{% kept value … %}…{% endkept %}``."""
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    outer: list[HoleNode] | None = getattr(parser, "lx_holes", None)
    holes: list[HoleNode] = []
    parser.lx_holes = holes  # type: ignore[attr-defined]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    parser.lx_holes = outer  # type: ignore[attr-defined]
    return KeptNode(nodelist, values, holes)


def hole(parser: Parser, token: Token) -> HoleNode:
    """Compile ``{% hole value %}``; only inside ``{% kept %}``, and not in a template included there."""
    holes: list[HoleNode] | None = getattr(parser, "lx_holes", None)
    if holes is None:
        raise parser.error(token, "hole stands outside of kept")
    node = HoleNode(len(holes), parser.compile_filter(token.split_contents()[1]))
    holes.append(node)
    return node

"""``{% load lianxin_guide %}``: an example of the style guide shows its drawing, its large form and its own source."""

from itertools import count
from typing import Any, Final

from django import template
from django.template.base import NodeList, Parser, Token, TokenType
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_WRAPS: Final = {TokenType.VAR: ("{{ ", " }}"), TokenType.BLOCK: ("{% ", " %}"), TokenType.COMMENT: ("{# ", " #}")}
_numbers = count(1)


class Example(template.Node):
    """A piece of a template, shown twice and as source."""

    def __init__(self, title: str, source: str, nodelist: NodeList, *, once: bool) -> None:
        """Keep the parsed piece beside its text; ``once`` leaves the large form out (fields with ids)."""
        self.title, self.source, self.nodelist, self.once = title, source.strip(), nodelist, once
        self.number = next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The drawing, then two folds: in large mode, and the source to copy."""
        shown = self.nodelist.render(context)
        values: dict[str, Any] = {
            "title": self.title, "shown": shown, "source": self.source, "once": self.once, "number": self.number,
        }  # fmt: skip
        return mark_safe(get_template("ui/styleguide/example.html").render(values))  # noqa: S308 - rendered by the engine  # nosec B308 B703


@register.tag("example")
def example(parser: Parser, token: Token) -> Example:
    """``{% example "按钮" %}…{% endexample %}``; ``{% example "表单" once %}`` where a second copy would repeat ids."""
    _name, title, *flags = token.split_contents()
    source = _source_until(parser, "endexample")
    nodelist = parser.parse(("endexample",))
    parser.delete_first_token()
    return Example(title.strip("\"'"), source, nodelist, once="once" in flags)


def _source_until(parser: Parser, end: str) -> str:
    """The text of the tokens that follow; the parser keeps them in reverse order."""
    parts = []
    waiting = [token for token in parser.tokens if isinstance(token, Token)]
    for token in reversed(waiting):
        if token.token_type == TokenType.BLOCK and token.contents == end:
            break
        left, right = _WRAPS.get(token.token_type, ("", ""))
        parts.append(f"{left}{token.contents}{right}")
    return "".join(parts)

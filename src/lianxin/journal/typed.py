"""What actions ask of what was typed and of what holds: a line of a certain length, guards in the order of a table."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianxin.core.text import tidy
from lianxin.journal.errors import Invalid, WrongState

F = TypeVar("F")


def line(field: str, value: str, longest: int, *, required: bool = True) -> str:
    """A tidied line of at most *longest* characters; raises ``Invalid`` at *field*."""
    found = tidy(value).strip()
    if required and not found:
        raise Invalid.at(field, "required", _("请填写，最多 %(n)d 个字。") % {"n": longest})
    if len(found) > longest:
        raise Invalid.at(field, "length", _("最多 %(n)d 个字。") % {"n": longest})
    return found


def refuse_by_guards(
    guards: Iterable[str],
    facts: F,
    table: Mapping[str, Callable[[F], bool]],
    sentences: Mapping[str, tuple[str, str | Promise]],
) -> None:
    """Raise at the field of the first guard that does not hold, or ``WrongState`` where it belongs to no field."""
    for code in guards:
        if not table[code](facts):
            name, sentence = sentences[code]
            if name:
                raise Invalid.at(name, code, str(sentence))
            raise WrongState(code, str(sentence))

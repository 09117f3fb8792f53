"""Every move of a suggestion, one class a move."""

from collections.abc import Mapping
from typing import Final

from lianxin.cases.suggestions.actions import deputy, desk, judging, office, promised, unit, writing
from lianxin.cases.suggestions.actions.base import KIND, SuggestionAction

#: The action of a move; moves without a line here are made by another action (``evaluate_again`` by ``evaluate``).
BY_MOVE: Final[Mapping[str, type[SuggestionAction]]] = {
    one.move_code: one
    for module in (writing, deputy, office, desk, unit, promised, judging)
    for one in module.ACTIONS
}  # fmt: skip

__all__ = ["BY_MOVE", "KIND", "SuggestionAction"]

"""Why an action refuses: not allowed, wrong moment, or something typed is not right.

All three carry a stable code and parameters; the sentence a person reads is made from the
room's ``texts.py``.  Views and the command line turn them into a page or a line, never a trace.
"""

import dataclasses
from collections.abc import Mapping


class ActionError(Exception):
    """Base of every refusal an action may raise.

    ``code`` is stable (tests and the API rely on it); ``message`` is a finished, translated
    sentence that says what to do.
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        """Keep the code, the sentence and the facts it was made from."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.params = params


class NotAllowed(ActionError):
    """The actor has no right to do this (to this object)."""


class WrongState(ActionError):
    """The object is not in a state in which this can happen, or somebody was faster."""


@dataclasses.dataclass(frozen=True)
class FieldProblem:
    """One problem with one typed field; ``field`` is empty when it concerns the whole form."""

    field: str
    code: str
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


class Invalid(ActionError):
    """What was typed cannot be accepted; names every field with its sentence."""

    def __init__(self, *problems: FieldProblem) -> None:
        """Raise with at least one problem; the first one gives the code."""
        if not problems:
            raise ValueError("Invalid needs at least one problem")
        super().__init__(problems[0].code, "；".join(problem.message for problem in problems))
        self.problems = problems

    @classmethod
    def at(cls, field_name: str, code: str, message: str, **params: object) -> "Invalid":
        """Shorthand for a single problem at a single field."""
        return cls(FieldProblem(field_name, code, message, params))

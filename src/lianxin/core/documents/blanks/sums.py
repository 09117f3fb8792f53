"""What the plain calculations of a form come to: sums, differences, products, quotients of cells.

Only for checking that totals agree before a form leaves the house. Anything beyond that is left to the workbook.
"""

import decimal
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from lianxin.core.documents.blanks.model import Value
from lianxin.core.documents.blanks.refs import Cell, box_of
from lianxin.core.late import late

_tokens = late("openpyxl.formula.tokenizer")

Lookup = Callable[[str, str], Value]
"""From sheet ("" is the formula's own) and cell name to what stands there."""

_MOST_CELLS = 20_000


class NotPlain(ValueError):
    """A calculation that is more than sums and the four operations, or that leads to text."""


def total(formula: str, lookup: Lookup) -> Decimal:
    """Return what a formula (without ``=``) comes to; NotPlain when it is not a plain one."""
    try:
        tokens = [token for token in _tokens.Tokenizer("=" + formula).items if token.type != _tokens.Token.WSPACE]
        reader = _Reader(tokens, lookup)
        result = reader.sum_of_terms()
    except (_tokens.TokenizerError, decimal.DecimalException, IndexError, RecursionError):
        raise NotPlain(formula) from None
    if reader.left():
        raise NotPlain(formula)
    return result


def as_number(value: Value) -> Decimal:
    """Return a cell's value as a number, an empty one as 0; NotPlain for text."""
    if value is None or value == "":
        return Decimal(0)
    try:
        return Decimal(str(value).replace(",", "").strip())
    except decimal.InvalidOperation:
        raise NotPlain(str(value)) from None


class _Reader:
    """Reads sums of products of operands; functions other than SUM end it."""

    def __init__(self, tokens: Sequence[Any], lookup: Lookup) -> None:
        self.tokens = tokens
        self.at = 0
        self.lookup = lookup

    def left(self) -> bool:
        """Whether anything remains."""
        return self.at < len(self.tokens)

    def sum_of_terms(self) -> Decimal:
        """a + b - c."""
        result = self.product()
        while self.left() and self._here(_tokens.Token.OP_IN, "+", "-"):
            sign = self._take().value
            result = result + self.product() if sign == "+" else result - self.product()
        return result

    def product(self) -> Decimal:
        """a * b / c."""
        result = self.operand()
        while self.left() and self._here(_tokens.Token.OP_IN, "*", "/"):
            sign = self._take().value
            result = result * self.operand() if sign == "*" else result / self.operand()
        return result

    def operand(self) -> Decimal:
        """A number, a cell, a bracket, a SUM."""
        token = self._take()
        if token.type == _tokens.Token.OP_PRE:
            return -self.operand() if token.value == "-" else self.operand()
        if token.type == _tokens.Token.PAREN and token.subtype == _tokens.Token.OPEN:
            result = self.sum_of_terms()
            self._close()
            return result
        if token.type == _tokens.Token.FUNC and token.value.upper() == "SUM(":
            return self._sum()
        if token.type != _tokens.Token.OPERAND:
            raise NotPlain(token.value)
        if token.subtype == _tokens.Token.NUMBER:
            return Decimal(token.value)
        values = self._cells(token)
        if len(values) != 1:
            raise NotPlain(token.value)
        return as_number(values[0])

    def _sum(self) -> Decimal:
        result = Decimal(0)
        while not self._here(_tokens.Token.FUNC, ")"):
            if self._here(_tokens.Token.SEP, ","):
                self._take()
                continue
            after = self.tokens[self.at + 1]
            if (
                self._here(_tokens.Token.OPERAND)
                and self.tokens[self.at].subtype == _tokens.Token.RANGE
                and after.type != _tokens.Token.OP_IN
            ):
                result += sum((_summed(value) for value in self._cells(self._take())), Decimal(0))
            else:
                result += self.sum_of_terms()
        self._take()
        return result

    def _cells(self, token: Any) -> list[Value]:
        sheet, _mark, ref = token.value.rpartition("!")
        box = box_of(ref) if token.subtype == _tokens.Token.RANGE else None
        if box is None or (box.bottom - box.top + 1) * (box.right - box.left + 1) > _MOST_CELLS:
            raise NotPlain(token.value)
        rows, columns = range(box.top, box.bottom + 1), range(box.left, box.right + 1)
        named = sheet.strip("'").replace("''", "'")
        return [self.lookup(named, Cell(row, column).name) for row in rows for column in columns]

    def _here(self, kind: str, *values: str) -> bool:
        token = self.tokens[self.at]
        return token.type == kind and (not values or token.value in values)

    def _take(self) -> Any:
        self.at += 1
        return self.tokens[self.at - 1]

    def _close(self) -> None:
        token = self._take()
        if token.type != _tokens.Token.PAREN or token.subtype != _tokens.Token.CLOSE:
            raise NotPlain(token.value)


def _summed(value: Value) -> Decimal:
    """In a SUM over a range text counts nothing, as in a workbook."""
    try:
        return as_number(value)
    except NotPlain:
        return Decimal(0)

"""Just enough of an SQL parser for the classifier: words, nested brackets, aliases, and what is tied to what.

It reads what Django writes (quoted names, ``%s`` placeholders) and plain hand-written SQL. It errs on the safe side:
a condition that it does not understand ties nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_WORDS = re.compile(
    r"""--[^\n]*|/\*.*?\*/            # comments, dropped below
      | "(?P<name>(?:[^"]|"")*)"      # a quoted name
      | '(?:[^']|'')*'                # a text
      | %% | %\(\w+\)s | %s | \?        # a percent sign, placeholders
      | [\w$]+(?:\.\d+)?              # words and numbers
      | <=|>=|<>|!=|\|\||::|.         # signs
    """,
    re.VERBOSE | re.DOTALL,
)

#: Words that end the alias position after a table, or begin the next part of a statement.
CLAUSES = frozenset(
    {"ON", "USING", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "OUTER", "JOIN", "FROM", "WHERE", "GROUP"}
    | {"HAVING", "ORDER", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "FOR", "FETCH", "WINDOW", "RETURNING"}
    | {"SELECT", "INSERT", "INTO", "VALUES", "DEFAULT", "UPDATE", "SET", "DELETE"}
)
COMBINE = frozenset({"UNION", "INTERSECT", "EXCEPT"})


@dataclass(frozen=True)
class Word:
    """One word: ``text`` is upper case for bare words; a quoted name keeps its case in ``name``."""

    text: str
    name: str = ""
    #: Position among the placeholders of the statement, or -1.
    placeholder: int = -1


@dataclass
class Group:
    """What stands between two brackets."""

    parts: "list[Word | Group]" = field(default_factory=list)


Part = Word | Group


def parse(sql: str) -> Group:
    """The statement as words and nested groups."""
    stack = [Group()]
    placeholders = 0
    for match in _WORDS.finditer(sql):
        text = match.group()
        if text.isspace() or text.startswith(("--", "/*")):
            continue
        if text == "(":
            stack.append(Group())
            stack[-2].parts.append(stack[-1])
        elif text == ")":
            if len(stack) > 1:
                stack.pop()
        else:
            is_placeholder = text in {"%s", "?"} or text.startswith("%(")
            stack[-1].parts.append(_word(text, match.group("name"), placeholders if is_placeholder else -1))
            placeholders += is_placeholder
    return stack[0]


def _word(text: str, quoted: str | None, placeholder: int) -> Word:
    if quoted is not None:
        return Word('"', name=quoted)
    bare = text[0].isalpha() or text[0] == "_"
    return Word(text.upper(), name=text if bare else "", placeholder=placeholder)


def first_word(group: Group) -> str:
    """The first word of a group, skipping brackets around it."""
    part: Part | None = group.parts[0] if group.parts else None
    while isinstance(part, Group):
        part = part.parts[0] if part.parts else None
    return part.text if isinstance(part, Word) else ""


def is_query(part: Part) -> bool:
    """Whether a bracket holds a query of its own."""
    return isinstance(part, Group) and first_word(part) in {"SELECT", "WITH", "VALUES"}


def arms(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The single queries of ``a UNION b …``; a query alone is its only arm."""
    arm: list[Part] = []
    for part in parts:
        if isinstance(part, Word) and part.text in COMBINE:
            yield arm
            arm = []
        elif not (isinstance(part, Word) and part.text == "ALL" and not arm):
            arm.append(part)
    yield arm


def conjuncts(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The conditions that must all hold. Nothing inside OR, NOT or CASE counts; brackets are opened."""
    pieces: list[list[Part]] = [[]]
    depth = 0
    for part in parts:
        text = part.text if isinstance(part, Word) else ""
        depth += (text == "CASE") - (text == "END")
        if depth == 0 and text == "OR":
            return
        if depth == 0 and text == "AND":
            pieces.append([])
        else:
            pieces[-1].append(part)
    for piece in pieces:
        if len(piece) == 1 and isinstance(piece[0], Group) and not is_query(piece[0]):
            yield from conjuncts(piece[0].parts)
        elif piece:
            yield piece


def flat(parts: Sequence[Part]) -> list[Word] | None:
    """The words of an expression without its brackets; None if a query is among them."""
    words: list[Word] = []
    for part in parts:
        if isinstance(part, Word):
            words.append(part)
        elif is_query(part):
            return None
        else:
            inner = flat(part.parts)
            if inner is None:
                return None
            words.extend(inner)
    return words


def split_clauses(parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
    """Pairs of a clause word and what follows it up to the next clause word."""
    keyword, content = "", list[Part]()
    for part in parts:
        if isinstance(part, Word) and part.text in CLAUSES:
            yield keyword, content
            keyword, content = part.text, []
        else:
            content.append(part)
    yield keyword, content

"""The picture of the workflow: the main line runs straight down, what leaves it stands in a lane on either side.

Moves to a neighbour are arrows; moves to somewhere far away would only cross them and stand as words in the box they
leave from (↪).  A test keeps both together equal to the table, and lines, boxes and words apart from each other.
"""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from lianxin.cases import workflow as w
from lianxin.cases.diagram import STATE_WORDS, arrows

#: Column (0 left lane, 1 main line, 2 right lane) and row of each state.
PLACES: Final = {
    w.RECEIVED: (1, 0), w.ANSWERED: (0, 0), w.HANDED_OVER: (2, 0), w.TRANSFERRED: (1, 1), w.REDIRECTED: (0, 1),
    w.ASSIGNED: (1, 2), w.RETURN_PENDING: (2, 2), w.ACCEPTED: (1, 3), w.CONTACTED: (1, 4), w.REPLY_DRAFT: (1, 5),
    w.REHANDLING_DRAFT: (2, 5), w.REPLIED: (1, 6), w.SILENT: (0, 6), w.REHANDLING: (2, 6), w.EVALUATED: (1, 7),
    w.TRACKING: (0, 7), w.MEETING: (2, 7), w.CLOSED: (1, 8), w.WITHDRAWN: (2, 8),
    w.FOLLOWING: (0, 4),
}  # fmt: skip

_WIDE, _HIGH, _GAP_X, _GAP_Y, _EDGE, _TOP = 216, 68, 180, 48, 24, 64
_SIGN: Final = 13
_SMALL: Final = 12
_PER_LINE: Final = 17
_MAIN: Final = (w.RECEIVED, w.TRANSFERRED, w.ASSIGNED, w.ACCEPTED, w.CONTACTED, w.REPLY_DRAFT, w.REPLIED, w.EVALUATED,
                w.CLOSED)  # fmt: skip

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Route:
    """How an arrow runs: the side it leaves and the side it meets (T R B L), each with an offset from the middle.

    ``below`` puts the words under a level line, or left of an upright one; ``silent`` leaves them out where the same
    words stand beside it.
    """

    leaves: str
    meets: str
    off: float = 0
    on: float = 0
    below: bool = False
    silent: bool = False


_DOWN: Final = Route("B", "T")

#: The arrows that are drawn; every other move of the table stands as words in its box.
ROUTES: Final = {
    (w.RECEIVED, w.TRANSFERRED): _DOWN,
    (w.TRANSFERRED, w.ASSIGNED): _DOWN,
    (w.ASSIGNED, w.ACCEPTED): _DOWN,
    (w.ACCEPTED, w.CONTACTED): _DOWN,
    (w.CONTACTED, w.REPLY_DRAFT): Route("B", "T", -30, -30, below=True),
    (w.REPLY_DRAFT, w.CONTACTED): Route("T", "B", 30, 30),
    (w.REPLY_DRAFT, w.REPLIED): _DOWN,
    (w.REPLIED, w.EVALUATED): Route("B", "T", -20, -20, below=True),
    (w.EVALUATED, w.CLOSED): _DOWN,
    (w.RECEIVED, w.ANSWERED): Route("L", "R", -14, -14),
    (w.RECEIVED, w.REDIRECTED): Route("L", "R", 14, -14, silent=True),
    (w.TRANSFERRED, w.REDIRECTED): Route("L", "R", 14, 14, below=True),
    (w.RECEIVED, w.HANDED_OVER): Route("R", "L", -14, -14),
    (w.TRANSFERRED, w.HANDED_OVER): Route("R", "L", 0, 14, silent=True),
    (w.ASSIGNED, w.RETURN_PENDING): Route("R", "L", -14, -14),
    (w.RETURN_PENDING, w.ASSIGNED): Route("L", "R", 14, 14, below=True),
    (w.ACCEPTED, w.RETURN_PENDING): Route("R", "B"),
    (w.REHANDLING, w.REHANDLING_DRAFT): Route("T", "B", -30, -30, below=True),
    (w.REHANDLING_DRAFT, w.REHANDLING): Route("B", "T", 30, 30),
    (w.REHANDLING_DRAFT, w.REPLIED): Route("L", "R", 0, -22),
    (w.REPLIED, w.REHANDLING): Route("R", "L", 2, 2),
    (w.REPLIED, w.MEETING): Route("R", "L", 24, -14),
    (w.MEETING, w.EVALUATED): Route("L", "R", 16, 16, below=True),
    (w.REPLIED, w.SILENT): Route("L", "R"),
    (w.SILENT, w.TRACKING): _DOWN,
    (w.EVALUATED, w.TRACKING): Route("L", "R", -14, -14),
    (w.TRACKING, w.EVALUATED): Route("R", "L", 14, 14, below=True),
    (w.TRACKING, w.CLOSED): Route("B", "L"),
}


def told() -> dict[str, list[str]]:
    """The moves that are not drawn: the states they lead to, by the state they leave."""
    found: dict[str, list[str]] = {}
    for source, target, _label in arrows():
        if source and (source, target) not in ROUTES:
            found.setdefault(source, []).append(target)
    return {source: sorted(targets, key=w.STATES.index) for source, targets in found.items()}


def picture() -> str:
    """The SVG of ``docs/workflow.svg``."""
    width = 2 * _EDGE + 3 * _WIDE + 2 * _GAP_X
    height = _TOP + 2 * _EDGE + 9 * _HIGH + 8 * _GAP_Y
    drawn = [(source, target, label) for source, target, label in arrows() if (source, target) in ROUTES]
    body = [_line(source, target) for source, target, _label in drawn]
    body += _beginnings()
    body += [_box(state) for state in w.STATES]
    body += [_words(source, target, label) for source, target, label in drawn]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="{_SIGN}">'
    )
    tips = "".join(_tip(name, ink) for name, ink in (("tip", "#5a6b7b"), ("main", "#13596a")))
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    body.append(_text(_EDGE, height - 14, "↪ 从这里还可以走到的状态；每一步的名称、谁来做、什么条件，见表。"))
    title = "<title>办理流程图：中间一列是主线，两边是退回、再办、告知和了结</title>"
    return "\n".join([head, title, f"<defs>{tips}</defs>", ground, *body, "</svg>", ""])


def _tip(name: str, ink: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="{ink}"/></marker>'
    )


def corner(state: str) -> Point:
    """The upper left corner of a state's box."""
    column, row = PLACES[state]
    return _EDGE + column * (_WIDE + _GAP_X), _TOP + row * (_HIGH + _GAP_Y)


def frame(state: str) -> tuple[float, float, float, float]:
    """A state's box: left, top, right, bottom."""
    left, top = corner(state)
    return left, top, left + _WIDE, top + _HIGH


def _port(state: str, side: str, offset: float) -> Point:
    left, top, right, bottom = frame(state)
    across, down = (left + right) / 2 + offset, (top + bottom) / 2 + offset
    return {"T": (across, top), "B": (across, bottom), "L": (left, down), "R": (right, down)}[side]


def points(source: str, target: str) -> list[Point]:
    """The corners of an arrow: level and upright pieces only."""
    route = ROUTES[source, target]
    begin, end = _port(source, route.leaves, route.off), _port(target, route.meets, route.on)
    level_out, level_in = route.leaves in "LR", route.meets in "LR"
    if level_out and level_in and begin[1] != end[1]:
        middle = (begin[0] + end[0]) / 2
        return [begin, (middle, begin[1]), (middle, end[1]), end]
    if level_out != level_in:
        return [begin, (end[0], begin[1]) if level_out else (begin[0], end[1]), end]
    return [begin, end]


def label_at(source: str, target: str, label: str) -> tuple[float, float, float, float]:
    """Where the words of an arrow stand: left, top, right, bottom; beside its longest piece."""
    route = ROUTES[source, target]
    wide = len(label) * _SMALL
    (x1, y1), (x2, y2) = max(pairwise(points(source, target)), key=lambda piece: _room(piece[0], piece[1], wide))
    if y1 == y2:
        left = (x1 + x2 - wide) / 2
        top = y1 + 4 if route.below else y1 - _SMALL - 6
        return left, top, left + wide, top + _SMALL
    left = x1 - wide - 6 if route.below else x1 + 6
    top = (y1 + y2 - _SMALL) / 2
    return left, top, left + wide, top + _SMALL


def _room(begin: Point, end: Point, wide: float) -> float:
    """How well words fit beside a straight piece: its length, nothing when they are wider than a level one."""
    across, down = abs(begin[0] - end[0]), abs(begin[1] - end[1])
    return across + down if down or across > wide + 10 else 0


def _line(source: str, target: str) -> str:
    return _way(points(source, target), on_main=(source, target) in set(pairwise(_MAIN)))


def _way(corners: list[Point], *, on_main: bool = False) -> str:
    """A line with a tip; the main line is the strong one."""
    ink, width, tip = ("#13596a", "2.4", "main") if on_main else ("#5a6b7b", "1.4", "tip")
    way = "L".join(f"{x:g} {y:g}" for x, y in corners)
    return f'<path d="M{way}" fill="none" stroke="{ink}" stroke-width="{width}" marker-end="url(#{tip})"/>'


def _words(source: str, target: str, label: str) -> str:
    if ROUTES[source, target].silent:
        return ""
    left, _top, _right, bottom = label_at(source, target, label)
    return _text(left, bottom - 1, label)


def _text(x: float, y: float, words: str, more: str = 'fill="#3d5057"', size: int = _SMALL) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" {more}>{escape(words)}</text>'


def _beginnings() -> list[str]:
    """Where a matter comes from: it is written down, or it comes as an order of the hotline."""
    made = {target: label for source, target, label in arrows() if not source}
    x, top = _port(w.RECEIVED, "T", 0)
    right, down = _port(w.TRANSFERRED, "R", 24)
    return [
        _way([(x, top - 30), (x, top)], on_main=True),
        _text(x + 8, top - 14, made[w.RECEIVED]),
        _way([(right + 100, down), (right, down)]),
        _text(right + 10, down + 16, made[w.TRANSFERRED]),
    ]


def _box(state: str) -> str:
    left, top = corner(state)
    fill, line = ("#eef2f5", "#8595a3") if state in w.FINAL_STATES else ("#ffffff", "#8595a3")
    if state in _MAIN:
        fill, line = ("#e4f0f1", "#13596a")
    notes = _notes(state)
    name_y = top + (_HIGH / 2 + 6 if not notes else 24)
    middle = left + _WIDE / 2
    bold = 'text-anchor="middle" font-weight="600" fill="#14252b"'
    plain = 'text-anchor="middle" fill="#3d5057"'
    rows = [_text(middle, name_y, STATE_WORDS[state], bold, 16)]
    rows += [_text(middle, top + 42 + 15 * at, text, plain, _SMALL - 1) for at, text in enumerate(notes)]
    box = (
        f'<rect x="{left:g}" y="{top:g}" width="{_WIDE}" height="{_HIGH}" rx="8" fill="{fill}" stroke="{line}" '
        'stroke-width="1.5"/>'
    )
    return f"<g>{box}{''.join(rows)}</g>"


def _notes(state: str) -> list[str]:
    """The words in a box: where else it may lead, in lines that fit."""
    if state == w.WITHDRAWN:
        return ["签发答复以前，反映人本人", "随时可以撤回"]
    targets = told().get(state, [])
    if not targets:
        return []
    words = [STATE_WORDS[one] for one in targets]
    lines, current = [], "↪ "
    for at, word in enumerate(words):
        piece = word + ("、" if at < len(words) - 1 else "")
        if len(current) + len(piece) > _PER_LINE + 2:
            lines.append(current)
            current = ""
        current += piece
    return [*lines, current]

"""A small logistic regression by Newton steps, in plain Python: some thousand rows, some ten columns."""

import math
from collections.abc import Sequence

#: Pulls weights towards nothing, so that few rows do not make wild ones.
RIDGE = 3.0
STEPS = 12


def fit(
    rows: Sequence[Sequence[float]], wanted: Sequence[bool], ridge: float = RIDGE
) -> tuple[tuple[float, ...], float]:
    """Weights and bias for rows as they are (they are scaled inside).  Raises ``ValueError`` without both answers."""
    if len(set(wanted)) < 2:
        raise ValueError("both answers are needed")
    middle, spread = _scale(rows)
    scaled = [[*((x - m) / s for x, m, s in zip(row, middle, spread, strict=True)), 1.0] for row in rows]
    weights = [0.0] * len(scaled[0])
    for _step in range(STEPS):
        change = _newton(scaled, wanted, weights, ridge)
        weights = [weight + step for weight, step in zip(weights, change, strict=True)]
        if max(map(abs, change)) < 1e-6:
            break
    own = [weight / s for weight, s in zip(weights, spread, strict=False)]
    bias = weights[-1] - sum(weight * m for weight, m in zip(own, middle, strict=True))
    return tuple(own), bias


def _scale(rows: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Mean and standard deviation of each column (1 where nothing varies)."""
    count = len(rows)
    middle = [math.fsum(column) / count for column in zip(*rows, strict=True)]
    spread = [
        math.sqrt(math.fsum((x - m) ** 2 for x in column) / count) or 1.0
        for column, m in zip(zip(*rows, strict=True), middle, strict=True)
    ]
    return middle, spread


def _newton(
    rows: Sequence[Sequence[float]], wanted: Sequence[bool], weights: Sequence[float], ridge: float
) -> list[float]:
    """One step: solve (XᵀSX + ridge) · change = Xᵀ(y − p) − ridge · w; the bias is not pulled."""
    size = len(weights)
    matrix = [[0.0] * size for _ in range(size)]
    right = [-ridge * weight for weight in weights[:-1]] + [0.0]
    for at in range(size - 1):
        matrix[at][at] = ridge
    for row, answer in zip(rows, wanted, strict=True):
        chance = _sigmoid(math.sumprod(row, weights) if hasattr(math, "sumprod") else _dot(row, weights))
        sway = max(chance * (1.0 - chance), 1e-9)
        for at, x in enumerate(row):
            right[at] += x * (answer - chance)
            line, pull = matrix[at], x * sway
            for other in range(at + 1):
                line[other] += pull * row[other]
    for at in range(size):
        for other in range(at):
            matrix[other][at] = matrix[at][other]
    return _solve(matrix, right)


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with pivots; the ridge keeps the matrix regular."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at]
        for other in range(at + 1, size):
            factor = rows[other][at] / pivot
            if factor:
                rows[other] = [x - factor * y for x, y in zip(rows[other], rows[at], strict=True)]
    found = [0.0] * size
    for at in range(size - 1, -1, -1):
        rest = sum(rows[at][other] * found[other] for other in range(at + 1, size))
        found[at] = (rows[at][size] - rest) / rows[at][at]
    return found

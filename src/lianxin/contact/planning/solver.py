"""The planner of the extra ``plan``: OR-Tools, begun from the built-in plan, stopped by work and not by the clock.

1. Every route every deputy could take becomes a column of a linear program (`linear`).  2. GLOP solves it with parts of
routes allowed; that is a bound no plan can beat, and it says of each route by how much it would miss that bound.
3. Routes that miss it by more than the best known plan does cannot be in a better one and are left out.  4. CP-SAT
chooses among the rest.  The same input gives the same plan; the clock is only the last resort.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from lianxin.contact.planning.compiled import Route, Tables
from lianxin.contact.planning.linear import Program, Writer
from lianxin.contact.planning.moves import Board
from lianxin.contact.planning.weights import SHORT

#: Work of one choice (deterministic time of the solver, about seconds on a quiet machine), and the clock's last word.
WORK: Final = 3.0
CLOCK: Final = 4.0
#: So many routes are chosen among at first, and at most.
FIRST, MOST = 1500, 9000
#: From the third visit on, a route goes only to so many of the nearest places.
NEAR: Final = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """Routes, whether they are proven best, and the bound below which no plan lies."""

    routes: tuple[Route, ...]
    proven: bool
    bound: int


def available() -> bool:
    """Whether the extra ``plan`` is installed."""
    return find_spec("ortools") is not None


def solve(tables: Tables, hint: tuple[Route, ...]) -> Answer:
    """The best routes found; never worse than ``hint``, which must keep the hard rules."""
    columns, complete = columns_of(tables, hint)
    best, total = hint, Board(tables, hint).total
    elastic = total >= SHORT
    program = Writer(tables, columns, elastic=elastic).write()
    bound, reduced = relaxed(program)
    if elastic:
        chosen = sorted(range(len(columns)), key=lambda number: (reduced[number], number))[:MOST]
        return Answer(_better(tables, best, _choose(program, chosen, best)[0]), proven=False, bound=0)
    lowest = math.ceil(bound - 1e-6)
    proven = total <= lowest
    for most in (FIRST, MOST):
        if proven:
            break
        ranked = sorted((cost, number) for number, cost in enumerate(reduced) if cost <= total - lowest + 1e-6)
        chosen = [number for _, number in ranked[:most]]
        found, finished = _choose(program, chosen, best)
        best = _better(tables, best, found)
        total = Board(tables, best).total
        proven = total <= lowest or (finished and len(chosen) == len(ranked))
    return Answer(best, proven=proven and complete, bound=total if proven and complete else lowest if complete else 0)


def _better(tables: Tables, one: tuple[Route, ...], other: tuple[Route, ...] | None) -> tuple[Route, ...]:
    if other is None:
        return one
    board = Board(tables, other)
    return other if board.possible and board.total < Board(tables, one).total else one


def columns_of(tables: Tables, hint: tuple[Route, ...]) -> tuple[list[tuple[int, Route]], bool]:
    """The routes that are chosen among, and whether these are all there are."""
    columns: set[tuple[int, Route]] = set(enumerate(hint))
    complete = True
    for deputy in range(len(tables.deputies)):
        columns |= {(deputy, route) for route in tables.routes_of(deputy, 2)}
        most = min(max(tables.limit[deputy], len(tables.must[deputy])), tables.sessions)
        if most > 2:
            complete = False
            columns |= {(deputy, route) for route in _longer(tables, deputy, most)}
    return sorted(columns), complete


def _longer(tables: Tables, deputy: int, most: int) -> list[Route]:
    """Routes of three and more visits that go on to near places only."""
    near = [sorted(range(tables.count), key=lambda other: (ways[other], other))[: NEAR + 1] for ways in tables.between]
    nodes = sorted(tables.allowed[deputy])
    grown: list[Route] = [(node,) for node in nodes]
    found: list[Route] = []
    for _ in range(most - 1):
        grown = [
            (*route, node) for route in grown for node in nodes
            if node > route[-1] and node % tables.count in near[route[-1] % tables.count]
        ]  # fmt: skip
        found += [route for route in grown if len(route) > 2 and tables.route_cost(deputy, route) is not None]
    return found


def relaxed(program: Program) -> tuple[float, list[float]]:
    """The optimum of the program with parts of variables allowed, and the reduced cost of every route."""
    pywraplp: Any = import_module("ortools.linear_solver.pywraplp")
    solver = pywraplp.Solver.CreateSolver("GLOP")
    variables = [solver.NumVar(0, upper, "") for upper in program.uppers]
    objective = solver.Objective()
    for variable, cost in zip(variables, program.costs, strict=True):
        objective.SetCoefficient(variable, cost)
    for row in program.rows:
        low = -solver.infinity() if row.low is None else row.low
        constraint = solver.Constraint(low, solver.infinity() if row.high is None else row.high)
        for number, coefficient in row.terms:
            constraint.SetCoefficient(variables[number], coefficient)
    objective.SetMinimization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0.0, [0.0] * len(program.routes)
    return objective.Value(), [variables[number].reduced_cost() for number in range(len(program.routes))]


def _choose(program: Program, chosen: Sequence[int], hint: tuple[Route, ...]) -> tuple[tuple[Route, ...] | None, bool]:
    """The best choice among some of the routes, and whether it is proven best among them."""
    from ortools.sat.python import cp_model

    number_of = {column: number for number, column in enumerate(program.routes)}
    hinted = {number_of[column] for column in enumerate(hint)}
    kept = sorted({*chosen, *hinted}) + list(range(len(program.routes), len(program.costs)))
    model = cp_model.CpModel()
    variables = {number: model.new_int_var(0, program.uppers[number], "") for number in kept}
    for row in program.rows:
        terms = [coefficient * variables[number] for number, coefficient in row.terms if number in variables]
        low, high = -(10**9) if row.low is None else row.low, 10**9 if row.high is None else row.high
        model.add_linear_constraint(sum(terms), low, high)
    for one, other in program.needs:
        if one in variables:
            model.add(variables[one] <= variables[other])
    model.minimize(sum(program.costs[number] * variable for number, variable in variables.items()))
    for number in kept:
        if number < len(program.routes):
            model.add_hint(variables[number], number in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = 1
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = WORK
    solver.parameters.max_time_in_seconds = CLOCK
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, False
    taken = dict(program.routes[number] for number in kept
                 if number < len(program.routes) and solver.value(variables[number]))  # fmt: skip
    return tuple(taken[deputy] for deputy in range(len(hint))), status == cp_model.OPTIMAL

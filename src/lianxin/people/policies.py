"""Who may: policies are objects that answer for an actor, with or without an object.

``policy.check(actor)`` asks "may this actor do this to *something*?" and opens a page;
``policy.check(actor, obj)`` asks "to this one?".  Policies combine with ``|`` and ``&``.  Views never
compare roles; they name a policy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lianxin.journal.actors import Actor
from lianxin.people import roles


@runtime_checkable
class HasPlace(Protocol):
    """Something that lies at a place, given by its materialised path (``""`` when unknown)."""

    @property
    def place_path(self) -> str:
        """The path of the place, ``/id/id/``."""
        ...


def place_path_of(obj: object) -> str | None:
    """The path of the place an object lies at; ``None`` when it has none.

    Understands a place itself (``path``), an object with ``place_path``, and one with ``place``.
    """
    if isinstance(obj, HasPlace):
        return obj.place_path or None
    path = getattr(obj, "path", None) or getattr(getattr(obj, "place", None), "path", None)
    return path if isinstance(path, str) else None


def unit_ids_of(obj: object) -> frozenset[int]:
    """The units an object concerns: ``unit_ids`` when it offers them, else ``unit_id``, else none."""
    many = getattr(obj, "unit_ids", None)
    if many is not None:
        return frozenset(many)
    one = getattr(obj, "unit_id", None)
    return frozenset() if one is None else frozenset({one})


class Policy:
    """Base of all policies; ``check`` must not read the database."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether ``actor`` may act on ``obj``, or on something at all when ``obj`` is ``None``."""
        raise NotImplementedError

    def __or__(self, other: "Policy") -> "Policy":
        """Either is enough."""
        return AnyOf((self, other))

    def __and__(self, other: "Policy") -> "Policy":
        """Both are needed."""
        return AllOf((self, other))


@dataclass(frozen=True)
class AnyOf(Policy):
    """At least one of several policies agrees."""

    parts: tuple[Policy, ...]

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether one part agrees."""
        return any(part.check(actor, obj) for part in self.parts)


@dataclass(frozen=True)
class AllOf(Policy):
    """All of several policies agree."""

    parts: tuple[Policy, ...]

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether every part agrees."""
        return all(part.check(actor, obj) for part in self.parts)


@dataclass(frozen=True)
class Everyone(Policy):
    """A public page."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class SignedIn(Policy):
    """Somebody with an account, a personal link or a visit link, whatever the role."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor is known."""
        return actor.is_known


class RolePolicy(Policy):
    """One of the roles is held, wherever; the object does not matter."""

    def __init__(self, *names: str) -> None:
        """Take role codes of ``people.roles``; an unknown one is a ``ValueError``."""
        unknown = set(names) - set(roles.ALL)
        if unknown or not names:
            raise ValueError(f"not roles: {sorted(unknown)}")
        self.roles = names

    def __repr__(self) -> str:
        """The class and its roles."""
        return f"{type(self).__name__}({', '.join(self.roles)})"

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether one of the roles is held."""
        return actor.has(*self.roles)


class AtPlace(RolePolicy):
    """One of the roles is held at the object's place or above it.

    A grant without a place reaches the whole town.  An object without a place is reached only by
    such a grant.
    """

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether a grant of one of the roles reaches the object's place."""
        if obj is None:
            return super().check(actor)
        path = place_path_of(obj)
        return any(
            not grant.place_path or (path is not None and path.startswith(grant.place_path))
            for grant in actor.grants_of(*self.roles)
        )


class OfUnit(RolePolicy):
    """One of the roles is held for a unit the object concerns (``obj.unit_ids`` or ``obj.unit_id``)."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether a grant of one of the roles is for one of the object's units."""
        if obj is None:
            return super().check(actor)
        return bool(actor.unit_ids(*self.roles) & unit_ids_of(obj))


@dataclass(frozen=True)
class When(Policy):
    """A condition of a room that is not about places or units, with a name for whoever reads it."""

    name: str
    condition: Callable[[Actor, object], bool]

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the condition holds; without an object it does not stand in the way."""
        return obj is None or self.condition(actor, obj)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an actor's roles reach, for selectors: the whole town, or below these paths."""

    whole_town: bool
    paths: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether a place with that path lies within reach."""
        return self.whole_town or any(path.startswith(start) for start in self.paths)


def reach_of(actor: Actor, *names: str) -> Reach:
    """Where the actor holds one of the roles."""
    grants = actor.grants_of(*names)
    return Reach(
        whole_town=any(not grant.place_path for grant in grants),
        paths=tuple(sorted({grant.place_path for grant in grants if grant.place_path})),
    )


EVERYONE = Everyone()
SIGNED_IN = SignedIn()
SYSTEM_ADMIN = RolePolicy(roles.SYSTEM_ADMIN)
SECURITY_ADMIN = RolePolicy(roles.SECURITY_ADMIN)
AUDIT_ADMIN = RolePolicy(roles.AUDIT_ADMIN)
DESK = RolePolicy(*roles.AT_THE_DESK)
"""Anybody who works at a desk."""
AS_DEPUTY = RolePolicy(roles.DEPUTY)
"""A deputy, on the pages that are a deputy's own."""

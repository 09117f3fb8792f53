"""Rooms that repeat a clock's date on their own rows hear in the same transaction when a date moves by itself."""

from collections.abc import Callable

Mirror = Callable[[int], None]

_mirrors: dict[str, Mirror] = {}


def on_moved(owner_kind: str, mirror: Mirror) -> None:
    """Let ``mirror(owner_id)`` run when clocks of that kind of owner were recomputed."""
    _mirrors[owner_kind] = mirror


def moved(owner_kind: str, owner_id: int) -> None:
    """Tell the owner's room; nothing happens where nobody repeats dates."""
    mirror = _mirrors.get(owner_kind)
    if mirror is not None:
        mirror(owner_id)

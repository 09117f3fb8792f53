"""The materialised paths of the tree of places."""

from lianxin.places.models import Place


def repath() -> int:
    """Make every path of the current town agree with the parents; returns how many were wrong.

    Needed after a place with descendants has moved.  Raises ``ValueError`` for a circle.
    """
    places = {place.pk: place for place in Place.objects.all()}
    wrong: list[Place] = []
    for place in places.values():
        path = _path_of(place, places)
        if place.path != path:
            place.path = path
            wrong.append(place)
    Place.objects.bulk_update(wrong, ["path"], batch_size=200)
    return len(wrong)


def _path_of(place: Place, places: dict[int, Place]) -> str:
    chain: list[int] = []
    one: Place | None = place
    while one is not None:
        if one.pk in chain:
            raise ValueError(f"place {place.code} lies in itself")
        chain.append(one.pk)
        one = places.get(_parent_id(one) or 0)
    return "/" + "".join(f"{pk}/" for pk in reversed(chain))


def _parent_id(place: Place) -> int | None:
    parent_id: int | None = place.parent_id
    return parent_id

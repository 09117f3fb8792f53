"""The permission matrix: every address × every role × own and foreign objects, expected statuses written by hand.

HOW TO ADD YOUR ROOM'S ROWS
---------------------------
Write ``tests/security/rows/<room>.py`` with a list ``ROWS`` (and, where addresses name objects, a dict ``MAKERS``)::

    from tests.security.matrix import Row
    from tests.security.world import World

    def case_at(world: World, side: str) -> dict[str, object]:
        '''kwargs of the address of a case: at world.place(side), handled by world.unit(side).'''
        return {"number": make_case(place=world.place(side), unit=world.unit(side)).number}

    MAKERS = {"case": case_at}

    ROWS = [
        Row("cases:to_assign", "GET", '''
            200: government_desk
            403: rest
            302: resident
        '''),
        Row("cases:detail", "GET", made="case", cells='''
            200: congress_office congress_chair government_desk leader
            200/404: secretary committee deputy unit_handler unit_head      # own / foreign
            403: rest
            302: resident
        '''),
        Row("cases:assign", "POST", made="case", data={}, cells='''
            422: government_desk
            403: rest
            401: resident                  # a form sent without a session is kept
        '''),
    ]

* The first number is the status for an object of one's own (place N01, unit U1), the one after ``/`` for a foreign
  one (place N02, unit U2, same town).  One number alone counts for both.
* ``rest`` are all roles not named in the row; ``admins`` the three administrators.  Every role must be covered once.
* An object of **another town** must answer 404 wherever the own one does not answer 302, 401 or 403;
  this is checked for every row with ``made`` and needs no column.
* ``made`` names a maker; it gets ``(world, side)`` with side ``own``, ``foreign`` or ``other_town`` (the scope
  is already that of the right town) and returns the kwargs of the address.  It is called once per row and side.
* ``data`` is what a POST sends; each cell runs in a savepoint that is rolled back, so cells do not see each other.
* An address without a row fails ``test_every_address_is_listed``; a view without ``@requires`` or ``@public`` fails
  ``test_every_view_names_its_policy``.  Write what *should* be, not what the policy says.
"""

from importlib import import_module
from pathlib import Path

from tests.security.matrix import Row
from tests.security.world import Maker

_FILES = sorted(path.stem for path in (Path(__file__).parent / "rows").glob("[a-z]*.py"))
_MODULES = [import_module(f"tests.security.rows.{name}") for name in _FILES]

ROWS: list[Row] = [row for module in _MODULES for row in module.ROWS]
MAKERS: dict[str, Maker] = {name: make for module in _MODULES for name, make in getattr(module, "MAKERS", {}).items()}

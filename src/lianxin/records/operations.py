"""A migration step in SQL that says what it does on each database."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class SqlPerVendor(Operation):
    """Statements per vendor (``sqlite``, ``postgresql``) and their undoing; a vendor left out is an error.

    The PostgreSQL statements serve all its modes (plain, composite, partition, citus), so they may only add
    columns and indexes to tables that a migration made before.  Portability is the reason that plain ``RunSQL``
    is not used anywhere.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, why: str, forward: dict[str, Sequence[str]], backward: dict[str, Sequence[str]]) -> None:
        """Keep the statements; ``why`` is shown as the description of the step."""
        self.why, self.forward, self.backward = why, forward, backward

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the migration writer would write the step down."""
        return type(self).__name__, [self.why, self.forward, self.backward], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models as Django sees them do not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements of the connected vendor."""
        for statement in self.forward[schema_editor.connection.vendor]:
            schema_editor.execute(statement, None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo them."""
        for statement in self.backward[schema_editor.connection.vendor]:
            schema_editor.execute(statement, None)

    def describe(self) -> str:
        """What ``migrate`` prints."""
        return self.why

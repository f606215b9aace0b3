"""The identity matrix as a table: who may do what with which store."""

from rich.table import Table

from slipway.components.access.managed_grants import MANAGED_GRANTS
from slipway.components.access.matrix import MATRIX


def access_table(variant: str) -> Table:
    """One row per grant; roles, role assignments and bucket accounts are generated from these."""
    table = Table("workload", "store", "may", "because", title="Who may do what")
    for grant in (*MATRIX, *(MANAGED_GRANTS if variant == "managed-platform" else ())):
        actions = ", ".join(sorted(action.value for action in grant.actions))
        table.add_row(grant.workload.value, grant.store.value, actions, grant.reason)
    return table

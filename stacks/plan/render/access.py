"""The identity matrix as a table: who may do what with which store."""

from rich.table import Table

from slipway.components.access.matrix import MATRIX


def access_table() -> Table:
    """One row per grant; roles, role assignments and bucket accounts are generated from these."""
    table = Table("workload", "store", "may", "because", title="Who may do what")
    for grant in MATRIX:
        actions = ", ".join(sorted(action.value for action in grant.actions))
        table.add_row(grant.workload.value, grant.store.value, actions, grant.reason)
    return table

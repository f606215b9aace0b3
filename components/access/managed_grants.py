"""What a managed platform grants besides the identity matrix.

Its tracking server serves no artifacts: whoever logs a run or reads a model goes to the object
store itself. Clusters' platforms have a server in between, so these rows are not in the matrix.
"""

from slipway.components.access.matrix import Action, Grant, Store, Workload

MANAGED_GRANTS: tuple[Grant, ...] = (
    Grant(
        workload=Workload.RELEASE,
        store=Store.ARTIFACTS,
        actions=frozenset({Action.READ, Action.WRITE}),
        reason="reads the model that it releases, and stores the evidence of the gate beside it",
    ),
    Grant(
        workload=Workload.STUDIO,
        store=Store.ARTIFACTS,
        actions=frozenset({Action.READ, Action.WRITE}),
        reason="logs models from notebooks and loads them again",
    ),
    Grant(
        workload=Workload.STUDIO,
        store=Store.LABELS,
        actions=frozenset({Action.READ}),
        reason="training needs the outcomes that arrived later",
    ),
    Grant(
        workload=Workload.STUDIO,
        store=Store.MONITORING,
        actions=frozenset({Action.READ}),
        reason="people read verdicts and reports",
    ),
)
ABSENT: frozenset[Store] = frozenset({Store.DATABASE, Store.TRACKING_SECRETS})
"""Stores of the matrix that a managed tracking server keeps to itself."""

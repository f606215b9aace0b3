"""How long the objects of a store are kept, in whichever cloud it lies."""

from collections.abc import Mapping

from slipway.components.access.matrix import Store

KEEP_DAYS: Mapping[Store, int | None] = {
    Store.ARTIFACTS: None,
    # Requests may hold what people sent: a year serves a retrain and the drift of all seasons.
    Store.REQUEST_LOG: 365,
    Store.LABELS: None,
    Store.MONITORING: None,
    Store.BACKUPS: None,  # the job deletes its own
}
"""The stores that an object store can be, each with the days after which its objects go; None:
never."""

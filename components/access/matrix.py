"""The identity matrix: which workload may do what with which store, and why.

Cloud roles, bucket policies and the accounts of the in-cluster object store are generated from
this table, `slipway plan` prints it, and a test compares what is planned with it.
"""

from dataclasses import dataclass
from enum import Enum


class Workload(Enum):
    """Who acts: each has an identity of its own."""

    TRACKING = "tracking"
    """MLflow's server."""
    MODEL_SERVICE = "model-service"
    DRIFT_MONITOR = "drift-monitor"
    DATABASE_BACKUP = "database-backup"
    NODE = "node"
    """The kubelet, or the managed endpoint's host: pulls images."""
    RELEASE = "release"
    """The team's CI: pushes model images and reads what the gate needs."""
    DATABASE_ROLES = "database-roles"
    """The job that makes the tracking server's role, where logins are a cloud's identities."""
    METRICS = "metrics"
    """What ships metrics to the cloud's own store."""
    STUDIO = "studio"
    """People's notebooks, where a managed platform offers some; see `managed_grants.py`."""


class Store(Enum):
    """What is acted on."""

    ARTIFACTS = "artifacts"
    REQUEST_LOG = "request-log"
    LABELS = "labels"
    MONITORING = "monitoring"
    """Reference profiles and verdicts."""
    BACKUPS = "backups"
    IMAGES = "images"
    DATABASE = "database"
    TRACKING_SECRETS = "tracking-secrets"
    METRICS = "metrics"


class Action(Enum):
    """What is done."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """One cell of the matrix."""

    workload: Workload
    store: Store
    actions: frozenset[Action]
    reason: str


def _grant(workload: Workload, store: Store, *actions: Action, reason: str) -> Grant:
    return Grant(workload=workload, store=store, actions=frozenset(actions), reason=reason)


_READ, _WRITE, _DELETE = Action.READ, Action.WRITE, Action.DELETE

MATRIX: tuple[Grant, ...] = (
    _grant(
        Workload.TRACKING,
        Store.ARTIFACTS,
        *(_READ, _WRITE, _DELETE),
        reason="it serves the artifacts of runs and deletes those of deleted runs",
    ),
    _grant(Workload.TRACKING, Store.DATABASE, _READ, _WRITE, reason="runs and registered models"),
    _grant(
        Workload.TRACKING, Store.TRACKING_SECRETS, _READ, reason="its administrator and session key"
    ),
    _grant(Workload.MODEL_SERVICE, Store.REQUEST_LOG, _WRITE, reason="requests and their answers"),
    _grant(Workload.DRIFT_MONITOR, Store.REQUEST_LOG, _READ, reason="the window that it judges"),
    _grant(Workload.DRIFT_MONITOR, Store.LABELS, _READ, reason="true outcomes, when they arrive"),
    _grant(
        Workload.DRIFT_MONITOR,
        Store.MONITORING,
        *(_READ, _WRITE),
        reason="reads reference profiles, writes verdicts",
    ),
    _grant(
        Workload.DATABASE_BACKUP,
        Store.BACKUPS,
        *(_READ, _WRITE, _DELETE),
        reason="writes dumps, restores them, deletes those past their time",
    ),
    _grant(Workload.DATABASE_BACKUP, Store.DATABASE, _READ, reason="dumps need every table"),
    _grant(
        Workload.DATABASE_ROLES,
        Store.DATABASE,
        _WRITE,
        reason="as administrator: makes the tracking server's role and opens its databases",
    ),
    _grant(Workload.NODE, Store.IMAGES, _READ, reason="pulls the images of what it runs"),
    _grant(Workload.RELEASE, Store.IMAGES, _READ, _WRITE, reason="pushes model images"),
    _grant(Workload.RELEASE, Store.MONITORING, _WRITE, reason="stores the reference profile"),
    _grant(Workload.METRICS, Store.METRICS, _WRITE, reason="ships what was scraped"),
)


def grants_of(workload: Workload) -> tuple[Grant, ...]:
    """Everything that one workload may do."""
    return tuple(grant for grant in MATRIX if grant.workload is workload)


def may(workload: Workload, store: Store) -> frozenset[Action]:
    """What a workload may do with a store; empty where it may do nothing."""
    return next(
        (one.actions for one in MATRIX if (one.workload, one.store) == (workload, store)),
        frozenset(),
    )

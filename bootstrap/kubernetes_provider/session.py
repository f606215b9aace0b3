"""One configured provider: the cluster it speaks to and how it goes about it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kubeconfig
from bootstrap.kubernetes_provider.cluster import Cluster, UndefinedKindError
from bootstrap.kubernetes_provider.connection import Connection, NoConnection, connect
from bootstrap.kubernetes_provider.errors import KubeconfigError
from bootstrap.kubernetes_provider.readiness.surroundings import LiveSurroundings
from bootstrap.kubernetes_provider.readiness.wait import Pace

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.configuration import Settings
    from bootstrap.kubernetes_provider.engine_log import Log
    from bootstrap.kubernetes_provider.kinds import Kind

_DEFINITION_SECONDS = 20.0


@dataclass(frozen=True)
class Session:
    """What every operation needs."""

    settings: Settings
    cluster: Cluster
    namespace: str
    """For objects of a namespaced kind that name none."""

    engine: Log
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def around(self) -> LiveSurroundings:
        """The look around that the readiness checks need."""
        return LiveSurroundings(self.cluster)

    @property
    def pace(self) -> Pace:
        """Real time, cut short when the engine cancels."""
        return Pace(self.cancelled.wait)

    def complete(self, kind: Kind, *, patient: bool = False) -> Kind:
        """The kind with its place in the API; a patient look-up waits for a fresh definition."""
        pace = self.pace
        started = pace.now()
        while True:
            try:
                return self.cluster.complete(kind)
            except UndefinedKindError:
                if not patient or pace.now() - started >= _DEFINITION_SECONDS or pace.sleep(1.0):
                    raise


def open_session(settings: Settings, log: Log, cancelled: threading.Event) -> Session:
    """A session by the provider's settings; nothing is sent to the cluster yet."""
    namespace, connection = _connected(settings)
    return Session(
        settings=settings,
        cluster=Cluster(connection),
        namespace=settings.namespace or namespace,
        engine=log,
        cancelled=cancelled,
    )


def _connected(settings: Settings) -> tuple[str, Connection | NoConnection]:
    """The default namespace and the connection of the settings."""
    try:
        loaded = kubeconfig.load(settings.location)
        namespace = loaded.namespace if loaded else kubeconfig.DEFAULT_NAMESPACE
        return namespace, connect(loaded)
    except KubeconfigError as fault:
        return kubeconfig.DEFAULT_NAMESPACE, NoConnection(fault)

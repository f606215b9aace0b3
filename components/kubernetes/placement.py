"""Where replicas run: apart from each other, and soon elsewhere when their node is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi_kubernetes.core.v1 import (
    AffinityArgs,
    PodAffinityTermArgs,
    PodAntiAffinityArgs,
    TolerationArgs,
    TopologySpreadConstraintArgs,
    WeightedPodAffinityTermArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs

LOST_NODE_SECONDS = 20
"""Between the loss of a node and the start of its replicas elsewhere.

The default of five minutes suits what has a disk; a model has none. Not at once: a node whose
kubelet restarts is back within seconds, and its replicas serve meanwhile.
"""
_LOST = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Placement:
    """What the scheduler and the node controller are told about a pod."""

    spread: TopologySpreadConstraintArgs
    affinity: AffinityArgs
    tolerations: tuple[TolerationArgs, ...]


def apart(chosen: Mapping[str, str]) -> Placement:
    """The pods with these labels keep off each other's nodes and zones, if there is a choice."""
    others = LabelSelectorArgs(match_labels=dict(chosen))
    return Placement(
        spread=TopologySpreadConstraintArgs(
            max_skew=1,
            topology_key="kubernetes.io/hostname",
            # A full node must not keep a replica from starting.
            when_unsatisfiable="ScheduleAnyway",
            label_selector=others,
        ),
        # Not a second constraint: nodes without a zone's label, as in most clusters outside of a
        # cloud, would then be left out of the first one too.
        affinity=AffinityArgs(
            pod_anti_affinity=PodAntiAffinityArgs(
                preferred_during_scheduling_ignored_during_execution=[
                    WeightedPodAffinityTermArgs(
                        weight=_MOST,
                        pod_affinity_term=PodAffinityTermArgs(
                            topology_key="topology.kubernetes.io/zone", label_selector=others
                        ),
                    )
                ]
            )
        ),
        tolerations=tuple(_tolerated(taint) for taint in _LOST),
    )


def _tolerated(taint: str) -> TolerationArgs:
    return TolerationArgs(
        key=taint,
        operator="Exists",
        effect="NoExecute",
        toleration_seconds=LOST_NODE_SECONDS,
    )

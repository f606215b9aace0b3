"""Pods become nodes, within the pools' bounds."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.packing.capacity import GIB, MIB, allocatable, machines
from slipway.stacks.cost.packing.pack import Packed, Packer
from slipway.stacks.cost.packing.pods import pods_of
from slipway.stacks.cost.packing.pools import MANAGED_CLUSTER, node_pools
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.plans import (
    agent_pool,
    config,
    deployment,
    node_group,
    plan,
    resource,
    scaler,
)


def packed(
    resources: Sequence[PlannedResource], stack: StackConfig | None = None
) -> tuple[Packed, Assumptions]:
    whole = plan(*resources)
    assumptions = Assumptions()
    chosen = stack or config()
    packer = Packer(node_pools(whole), pods_of(whole, chosen))
    return packer.pack(Traffic(chosen, assumptions), assumptions), assumptions


def nodes(
    resources: Sequence[PlannedResource], stack: StackConfig | None = None
) -> dict[str, list[int]]:
    found, _ = packed(resources, stack)
    return {
        name.partition("#")[2]: [int(one) for one in span.each()]
        for name, span in found.nodes.items()
    }


def test_what_the_kubelet_keeps_is_taken_off() -> None:
    aws = machines()["aws", "m6i.large"]
    left = allocatable(aws, Decimal(29))
    assert left.cpu == Decimal("1.93")
    assert left.memory == 8 * GIB - (255 + 11 * 29 + 100) * MIB
    azure = machines()["azure", "Standard_D2s_v5"]
    left = allocatable(azure, Decimal(110))
    assert left.cpu == Decimal("1.9")
    assert left.memory == 6 * GIB - 100 * MIB  # a quarter, and the eviction threshold


def test_idle_pools_keep_their_minimum() -> None:
    assert nodes([node_group(low=2, high=5)]) == {"nodes-models-0": [2, 2, 2]}


def test_pods_add_nodes_up_to_the_maximum() -> None:
    busy = deployment("loan", cpu="1", pool="models", replicas=8)
    # Per node 1.93 cores less DaemonSets; 8 cores with their waste need 5 to 8 nodes.
    low, expected, high = nodes([node_group(high=20), busy])["nodes-models-0"]
    assert 5 <= low < expected < high <= 10
    assert nodes([node_group(high=3), busy])["nodes-models-0"] == [3, 3, 3]


def test_pods_beyond_the_maximum_are_told() -> None:
    found, _ = packed([node_group(high=1), deployment("loan", cpu="1", pool="models", replicas=8)])
    assert any("its maximum is 1" in note for note in found.notes)


def test_a_scaled_deployment_follows_its_traffic() -> None:
    flat = {"requestsPerSecond": {"low": 1, "expected": 40, "high": 2000}, "loadCurve": "flat"}
    stack = config(workload={"loan": flat})
    pods = [deployment("loan", cpu="900m", pool="models"), scaler("loan", 2, 12)]
    low, _, high = nodes([node_group(high=20), *pods], stack)["nodes-models-0"]
    assert low == 2
    assert high >= 10


def test_nodes_run_for_the_hours_that_the_load_needs_them() -> None:
    stack = config(traffic={"low": 1000, "expected": 1000, "high": 1000})
    pods = [deployment("loan", cpu="1500m", pool="models"), scaler("loan", 1, 40)]
    found, _ = packed([node_group(low=1, high=40), *pods], stack)
    # Low: 10 in flight on average make 1, 1, 2 and 4 replicas by the level, nearly one a node;
    # DNS and the like take 0.3 cores once.
    assert [level.low for level in found.levels] == [2, 2, 2, 4]
    [average] = found.nodes.values()
    assert average.low == Decimal(2 * 128 + 4 * 40) / 168
    assert average.low < average.expected < average.high


def test_pods_that_name_no_pool_go_to_the_systems_and_on_when_it_is_full() -> None:
    pools = [
        node_group("nodes-models-0", pool="models", low=0, high=9),
        node_group("nodes-system-0", pool="system", low=1, high=2),
    ]
    few = nodes([*pools, deployment("web", cpu="100m")])
    assert few == {"nodes-system-0": [1, 1, 2], "nodes-models-0": [0, 0, 0]}
    many = nodes([*pools, deployment("web", cpu="1", replicas=8)])
    assert many["nodes-system-0"] == [2, 2, 2]
    assert many["nodes-models-0"][1] >= 3


def test_groups_of_one_pool_fill_in_turn() -> None:
    groups = [
        node_group("a", low=1, high=2),
        node_group("b", low=0, high=2),
        node_group("c", low=0, high=2),
    ]
    found = nodes([*groups, deployment("loan", cpu="1500m", pool="models", replicas=3)])
    assert [found[name][0] for name in "abc"] == [2, 1, 0]


def test_a_taint_keeps_pods_off_that_do_not_tolerate_it() -> None:
    pool = node_group(taints=[{"key": "gpu", "effect": "NO_SCHEDULE"}])
    found, _ = packed([pool, deployment("web", replicas=9)])
    assert any("no pool takes its pods" in note for note in found.notes)
    found, _ = packed([pool, deployment("web", replicas=9, tolerations=["gpu"])])
    assert not found.notes


def test_the_pools_of_an_aks_cluster_are_found_inside_it() -> None:
    cluster = resource(MANAGED_CLUSTER, "aks", {"agentPoolProfiles": [agent_pool("system", low=2)]})
    assert nodes([cluster]) == {"system": [2, 2, 2]}
    fixed = agent_pool("system", enableAutoScaling=False, count=3)
    assert nodes([resource(MANAGED_CLUSTER, "aks", {"agentPoolProfiles": [fixed]})]) == {
        "system": [3, 3, 3]
    }


def test_a_machine_of_unknown_size_counts_by_the_bounds_and_says_so() -> None:
    found, assumptions = packed([node_group(machine="x9.huge", low=1, high=4)])
    assert [span.each() for span in found.nodes.values()] == [(1, 1, 4)]
    assert "size of x9.huge isn't known" in assumptions.used[0].reason


def test_what_starts_first_and_jobs_count_as_the_scheduler_does() -> None:
    pod = {
        "containers": [{"resources": {"requests": {"cpu": "100m"}}}] * 2,
        "initContainers": [{"resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}],
    }
    once = {"spec": {"template": {"spec": pod}}}
    timed = {"spec": {"jobTemplate": {"spec": {"template": {"spec": pod}}}}}
    whole = plan(
        resource("kubernetes:batch/v1:Job", "once", once),
        resource("kubernetes:batch/v1:CronJob", "timed", timed),
    )
    first, second = pods_of(whole, config())
    assert (first.request.cpu, first.request.memory) == (1, GIB)
    assert first.count == Span.exactly(0)
    assert second.count == Span(Decimal(0), Decimal(1), Decimal(1))


@pytest.mark.parametrize("replicas", [0, 1, 50])
def test_bounds_hold_whatever_is_asked(replicas: int) -> None:
    pods = deployment("loan", cpu="1", pool="models", replicas=replicas)
    low, expected, high = nodes([node_group(low=1, high=4), pods])["nodes-models-0"]
    assert 1 <= low <= expected <= high <= 4


@given(
    asked=st.lists(
        st.tuples(st.integers(1, 3000), st.integers(1, 8000), st.integers(0, 9), st.booleans()),
        max_size=6,
    ),
    extra=st.tuples(st.integers(1, 3000), st.integers(1, 8000), st.integers(0, 9), st.booleans()),
)
def test_another_workload_never_takes_a_node_away(
    asked: list[tuple[int, int, int, bool]], extra: tuple[int, int, int, bool]
) -> None:
    pools = [
        node_group("nodes-system-0", pool="system", low=1, high=5, machine="m6i.xlarge"),
        node_group("nodes-models-0", pool="models", low=0, high=9),
    ]
    before = nodes([*pools, *_workloads(asked)])
    after = nodes([*pools, *_workloads([*asked, extra])])
    for name, counts in before.items():
        assert all(one <= other for one, other in zip(counts, after[name], strict=True))


def _workloads(asked: Sequence[tuple[int, int, int, bool]]) -> list[PlannedResource]:
    return [
        deployment(
            f"w{at}",
            cpu=f"{cpu}m",
            memory=f"{memory}Mi",
            replicas=replicas,
            pool="models" if bound else None,
        )
        for at, (cpu, memory, replicas, bound) in enumerate(asked)
    ]

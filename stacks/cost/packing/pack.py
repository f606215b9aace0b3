"""How many nodes of each pool the pods need, within the pool's bounds.

Counted by sums rather than by placing pod for pod: nodes are the largest of CPU, memory and pods
divided by what one node has left, with a stated share of waste. Placing each pod would be nearer
to one day's truth, and not monotone: there a pod more can mean a node less.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from slipway.stacks.cost.packing.capacity import (
    EMPTY,
    GIB,
    Capacity,
    allocatable,
    machines,
)
from slipway.stacks.cost.packing.pods import Pods
from slipway.stacks.cost.packing.pools import NodePool
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic


@dataclass(frozen=True, kw_only=True)
class Packed:
    """Nodes by pool id, and what didn't fit."""

    nodes: Mapping[str, Span]
    """On average over all hours."""
    levels: tuple[Span, ...]
    """All pools together, at each level of the load."""
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """Groups of like nodes that a pod can't tell apart."""

    groups: tuple[NodePool, ...]

    @property
    def maximum(self) -> int:
        return sum(group.maximum for group in self.groups)

    @property
    def minimum(self) -> int:
        return sum(group.minimum for group in self.groups)

    def takes(self, pods: Pods) -> bool:
        first = self.groups[0]
        matches = all(first.labels.get(key) == value for key, value in pods.selector.items())
        return matches and first.taints <= pods.tolerated


@dataclass(frozen=True, kw_only=True)
class _Case:
    """Low, expected or high at one level: counts of pods, and what nodes and cluster lose."""

    counts: tuple[Decimal, ...]
    node_loss: Capacity
    cluster_loss: Capacity
    waste: Decimal


@dataclass(frozen=True, kw_only=True)
class _Filled:
    """Nodes by group of one case."""

    nodes: Mapping[str, Decimal]
    notes: tuple[str, ...]


class Packer:
    """The pools and pods of one plan, packed as often as the load or an assumption changes."""

    def __init__(self, pools: Sequence[NodePool], pods: Sequence[Pods]) -> None:
        self._kinds = _kinds(pools)
        self._pods = pods
        # Many levels of a load, and many loads, keep the same replicas busy.
        self._filled: dict[_Case, _Filled] = {}

    def pack(self, traffic: Traffic, assumptions: Assumptions) -> Packed:
        """Nodes of every pool, low, expected and high."""
        if not self._kinds:
            return Packed(nodes={}, levels=(), notes=())
        bounded = _by_bounds(self._kinds, assumptions)
        levels = [
            [self._fill(case) for case in cases]
            for cases in _cases(self._pods, traffic, assumptions)
        ]
        spans = [
            {group: Span(*(filled.nodes[group] for filled in level)) for group in level[0].nodes}
            | bounded
            for level in levels
        ]
        notes = dict.fromkeys(note for level in levels for one in level for note in one.notes)
        return Packed(
            nodes={
                group: traffic.average(tuple(level[group] for level in spans)) for group in spans[0]
            },
            levels=tuple(Span.total(level.values()) for level in spans),
            notes=tuple(notes),
        )

    def _fill(self, case: _Case) -> _Filled:
        known = self._filled.get(case)
        if known is None:
            known = self._filled[case] = _fill(self._kinds, self._pods, case)
        return known


def _kinds(pools: Iterable[NodePool]) -> list[_Kind]:
    found: dict[object, list[NodePool]] = {}
    for pool in pools:
        key = (pool.provider, pool.machine, tuple(sorted(pool.labels.items())), pool.taints)
        found.setdefault(key, []).append(pool)
    return [_Kind(groups=tuple(groups)) for groups in found.values()]


def _cases(
    pods: Sequence[Pods], traffic: Traffic, assumptions: Assumptions
) -> Iterator[list[_Case]]:
    """The three cases of each level."""
    node = _overhead("node", assumptions)
    cluster = _overhead("cluster", assumptions)
    waste = assumptions.value("node-waste").each()
    replicas = [one.replicas(traffic) for one in pods]
    for level in range(len(traffic.levels)):
        counts = list(zip(*(one.levels[level].each() for one in replicas), strict=True))
        counts = counts or [(), (), ()]
        yield [
            _Case(counts=counts[at], node_loss=node[at], cluster_loss=cluster[at], waste=waste[at])
            for at in range(3)
        ]


def _overhead(what: str, assumptions: Assumptions) -> list[Capacity]:
    cpu = assumptions.value(f"{what}-overhead-cpu").each()
    memory = assumptions.value(f"{what}-overhead-memory").each()
    return [
        Capacity(cpu=one, memory=other * GIB, pods=Decimal(0))
        for one, other in zip(cpu, memory, strict=True)
    ]


def _fill(kinds: Sequence[_Kind], pods: Sequence[Pods], case: _Case) -> _Filled:
    """Nodes per group.

    Pods go to the first kind that takes them. What is beyond its maximum and names no pool of its
    own goes on to the next one; what does name one would wait.
    """
    notes: list[str] = []
    bound, loose = _needs(kinds, pods, case, notes)
    nodes: dict[str, Decimal] = {}
    for at, kind in enumerate(kinds):
        room = _room(kind, case.node_loss)
        wanted = Decimal(0)
        if room is not None:
            wanted = _fit((bound[at] + loose[at]).times(1 / (1 - case.waste)), room)
        over = wanted - kind.maximum
        if over > 0 and room is not None:
            moved = room.times(over).at_most(loose[at])
            if at + 1 < len(kinds) and moved != EMPTY:
                loose[at + 1] += moved
            else:
                notes.append(
                    f"pool {kind.groups[0].name}: pods ask for {wanted} nodes, its maximum is "
                    f"{kind.maximum}; the rest would wait, and is not billed"
                )
        nodes |= _spread(kind, min(max(wanted, Decimal(kind.minimum)), Decimal(kind.maximum)))
    return _Filled(nodes=nodes, notes=tuple(notes))


def _needs(
    kinds: Sequence[_Kind], pods: Sequence[Pods], case: _Case, notes: list[str]
) -> tuple[list[Capacity], list[Capacity]]:
    """What is asked of each kind: by pods that name it, and by those that may run anywhere."""
    bound = [EMPTY for _ in kinds]
    loose = [case.cluster_loss, *(EMPTY for _ in kinds[1:])]
    for one, count in zip(pods, case.counts, strict=True):
        home = next((at for at, kind in enumerate(kinds) if kind.takes(one)), None)
        if home is None:
            notes.append(f"{one.name}: no pool takes its pods; they would wait for a node")
        elif one.selector:
            bound[home] += one.request.times(count)
        else:
            loose[home] += one.request.times(count)
    return bound, loose


def _room(kind: _Kind, loss: Capacity) -> Capacity | None:
    """What one node has for pods; None for a machine type whose size isn't known."""
    first = kind.groups[0]
    machine = machines().get((first.provider, first.machine))
    if machine is None:
        return None
    pods = machine.max_pods if first.max_pods is None else Decimal(first.max_pods)
    return allocatable(machine, pods).less(loss)


def _fit(need: Capacity, room: Capacity) -> Decimal:
    pairs = ((need.cpu, room.cpu), (need.memory, room.memory), (need.pods, room.pods))
    nodes = [_divide(asked, left) for asked, left in pairs if asked > 0]
    return max([Decimal(0), *nodes]).to_integral_value(rounding=ROUND_CEILING)


def _divide(asked: Decimal, left: Decimal) -> Decimal:
    # A node with nothing left never suffices, whatever the number: more than any bound.
    return asked / left if left > 0 else Decimal(10) ** 6


def _spread(kind: _Kind, nodes: Decimal) -> dict[str, Decimal]:
    """Nodes by group: each group's minimum, then one more each in turn up to its maximum."""
    counts = {group.id: group.minimum for group in kind.groups}
    left = int(nodes) - sum(counts.values())
    while left > 0:
        for group in kind.groups:
            if left > 0 and counts[group.id] < group.maximum:
                counts[group.id] += 1
                left -= 1
    return {name: Decimal(count) for name, count in counts.items()}


def _by_bounds(kinds: Sequence[_Kind], assumptions: Assumptions) -> dict[str, Span]:
    """Bounds alone, where a machine's size isn't known; stated as an assumption."""
    found: dict[str, Span] = {}
    for kind in kinds:
        if _room(kind, EMPTY) is not None:
            continue
        low, high = Decimal(kind.minimum), Decimal(kind.maximum)
        nodes = assumptions.state(
            UsageAssumption(
                name=f"nodes {kind.groups[0].name}",
                unit="nodes",
                value=Span(low, low, high),
                scope="one pool",
                origin="default",
                reason=f"The size of {kind.groups[0].machine} isn't known (packing/machines.csv): "
                "the pool's minimum, at most its maximum",
            )
        )
        spread = [_spread(kind, count) for count in nodes.each()]
        found |= {group.id: Span(*(one[group.id] for one in spread)) for group in kind.groups}
    return found

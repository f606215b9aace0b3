"""CPU, memory and pods: what a machine has, what is left of it for pods, what pods ask for."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

_MACHINES = Path(__file__).with_name("machines.csv")
MIB = Decimal(2) ** 20
GIB = Decimal(2) ** 30


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """Cores, bytes and a number of pods."""

    cpu: Decimal
    memory: Decimal
    pods: Decimal

    def __add__(self, other: "Capacity") -> "Capacity":
        return Capacity(
            cpu=self.cpu + other.cpu,
            memory=self.memory + other.memory,
            pods=self.pods + other.pods,
        )

    def times(self, factor: Decimal) -> "Capacity":
        """The same, so many times."""
        return Capacity(cpu=self.cpu * factor, memory=self.memory * factor, pods=self.pods * factor)

    def less(self, other: "Capacity") -> "Capacity":
        """What is left without the other's; never below zero."""
        return Capacity(
            cpu=max(Decimal(0), self.cpu - other.cpu),
            memory=max(Decimal(0), self.memory - other.memory),
            pods=max(Decimal(0), self.pods - other.pods),
        )

    def at_most(self, other: "Capacity") -> "Capacity":
        """The smaller of each."""
        return Capacity(
            cpu=min(self.cpu, other.cpu),
            memory=min(self.memory, other.memory),
            pods=min(self.pods, other.pods),
        )


EMPTY = Capacity(cpu=Decimal(0), memory=Decimal(0), pods=Decimal(0))


@dataclass(frozen=True, kw_only=True)
class Machine:
    """One machine type; sizes as its provider publishes them."""

    provider: str
    name: str
    vcpu: Decimal
    memory: Decimal
    max_pods: Decimal
    premium_disk: bool


@cache
def machines() -> Mapping[tuple[str, str], Machine]:
    """Every machine type that is known, by provider and name."""
    with _MACHINES.open(encoding="utf-8", newline="") as lines:
        return {
            (row["provider"], row["machine"]): Machine(
                provider=row["provider"],
                name=row["machine"],
                vcpu=Decimal(row["vcpu"]),
                memory=Decimal(row["memory_gib"]) * GIB,
                max_pods=Decimal(row["max_pods"]),
                premium_disk=bool(row["premium_disk"]),
            )
            for row in csv.DictReader(lines)
        }


def allocatable(machine: Machine, max_pods: Decimal) -> Capacity:
    """What the kubelet leaves to pods, DaemonSets included."""
    reserve = _on_eks if machine.provider == "aws" else _on_aks
    whole = Capacity(cpu=machine.vcpu, memory=machine.memory, pods=max_pods)
    return whole.less(reserve(machine, max_pods))


def _on_eks(machine: Machine, max_pods: Decimal) -> Capacity:
    """Per the node image's own formula (github.com/awslabs/amazon-eks-ami, nodeadm kubelet)."""
    shares = ["0.06", "0.01", "0.005", "0.005"]
    cores = int(machine.vcpu)
    cpu = sum((Decimal(one) for one in shares[:cores]), Decimal(0))
    cpu += Decimal("0.0025") * max(0, cores - len(shares))
    memory = (255 + 11 * max_pods + 100) * MIB  # 100 Mi are the eviction threshold
    return Capacity(cpu=cpu, memory=memory, pods=Decimal(0))


def _on_aks(machine: Machine, max_pods: Decimal) -> Capacity:
    """Since 1.29 (learn.microsoft.com/azure/aks/node-resource-reservations)."""
    steps = {1: "0.06", 2: "0.1", 4: "0.14", 8: "0.18", 16: "0.26", 32: "0.42", 64: "0.74"}
    cpu = max(Decimal(share) for cores, share in steps.items() if cores <= machine.vcpu)
    kept = min((20 * max_pods + 50) * MIB, machine.memory / 4)
    return Capacity(cpu=cpu, memory=kept + 100 * MIB, pods=Decimal(0))

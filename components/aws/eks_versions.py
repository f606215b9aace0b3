"""Kubernetes versions that EKS runs, with the add-ons pinned for each: one table.

None of it could be checked against AWS when it was written: no account was at hand. Each row says
where its figures were read. To check one, or to add the next:

    aws eks describe-cluster-versions
    aws eks describe-addon-versions --kubernetes-version 1.35 --addon-name vpc-cni
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

AddonName = Literal[
    "vpc-cni",
    "kube-proxy",
    "eks-pod-identity-agent",
    "coredns",
    "aws-ebs-csi-driver",
    "metrics-server",
]


@dataclass(frozen=True, kw_only=True)
class EksVersion:
    """One minor version of Kubernetes and what runs with it."""

    addons: Mapping[AddonName, str]
    autoscaler: str
    """Tag and digest of the cluster autoscaler's image; its minor version is Kubernetes' own."""
    standard_support_until: date | None
    """After it EKS upgrades the control plane by itself; None: not found."""
    read: date
    source: str
    unsourced: tuple[str, ...] = ()
    """Parts that the source doesn't have and that were taken from the version before."""


_CALENDAR = "support dates: aws-samples/sample-apex-skills, EKS version calendar of 2026-04-24"
_AUTOSCALER = "autoscaler: tag and digest as public repositories pin them"

EKS_VERSIONS: Mapping[str, EksVersion] = {
    "1.35": EksVersion(
        addons={
            "vpc-cni": "v1.21.1-eksbuild.7",
            "kube-proxy": "v1.35.3-eksbuild.2",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
            "coredns": "v1.13.2-eksbuild.4",
            "aws-ebs-csi-driver": "v1.58.0-eksbuild.1",
            "metrics-server": "v0.8.1-eksbuild.5",
        },
        autoscaler="v1.35.2@sha256:aac369dc283927a623deb1af54696efcc722ae79255aa07788422e495bab887d",
        standard_support_until=date(2027, 3, 27),
        read=date(2026, 11, 25),
        source=f"a public CDK stack's table of add-ons; {_CALENDAR}; {_AUTOSCALER} (in two)",
    ),
    "1.36": EksVersion(
        addons={
            "vpc-cni": "v1.22.3-eksbuild.1",
            "kube-proxy": "v1.36.0-eksbuild.13",
            "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
            "coredns": "v1.14.3-eksbuild.3",
            "aws-ebs-csi-driver": "v1.63.1-eksbuild.1",
            "metrics-server": "v0.8.1-eksbuild.5",
        },
        autoscaler="v1.36.1@sha256:461388d03eb5b55db58941ee7a81d9a619dd15302b01cbab9f5a9946715994b4",
        standard_support_until=None,
        read=date(2026, 11, 25),
        source=f"the variables of a public Terraform module for 1.36; {_AUTOSCALER} (in one)",
        unsourced=("metrics-server",),
    ),
}

"""What the cluster autoscaler may do: in the account, and in the cluster."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.rbac.v1 import (
    ClusterRole,
    ClusterRoleBinding,
    PolicyRuleArgs,
    Role,
    RoleBinding,
    RoleRefArgs,
    SubjectArgs,
)

from slipway.components.aws.policy_document import Statement, document
from slipway.components.kubernetes.labels import labels

RBAC = "rbac.authorization.k8s.io"


def autoscaling_policy(cluster_name: str) -> Output[str]:
    """Its policy in the account: it sees every scaling group and changes this cluster's alone."""
    return document(
        [
            Statement(
                sid="See",
                actions=[
                    "autoscaling:DescribeAutoScalingGroups",
                    "autoscaling:DescribeAutoScalingInstances",
                    "autoscaling:DescribeLaunchConfigurations",
                    "autoscaling:DescribeScalingActivities",
                    "autoscaling:DescribeTags",
                    "ec2:DescribeImages",
                    "ec2:DescribeInstanceTypes",
                    "ec2:DescribeLaunchTemplateVersions",
                    "ec2:GetInstanceTypesFromInstanceRequirements",
                    "eks:DescribeNodegroup",
                ],
                resources=["*"],
                wildcard_reason="all but the last of these actions know no resource, and group "
                "names are EKS's choice; nothing is changed by any of them",
            ),
            Statement(
                sid="Scale",
                actions=[
                    "autoscaling:SetDesiredCapacity",
                    "autoscaling:TerminateInstanceInAutoScalingGroup",
                ],
                resources=["*"],
                conditions={
                    "StringEquals": {
                        f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster_name}": "owned"
                    }
                },
                wildcard_reason="EKS names the groups; the tag that it gives them narrows this",
            ),
        ]
    )


def autoscaler_rights(
    name: str, account: str, namespace: str, opts: ResourceOptions
) -> Sequence[pulumi.Resource]:
    """Roles and their bindings to one service account; all bear its name."""
    meta = ObjectMetaArgs(name=account, namespace=namespace, labels=labels(account, "scaling"))
    wide = ClusterRole(f"{name}-wide", metadata=meta, rules=_CLUSTER_RULES, opts=opts)
    near = Role(f"{name}-near", metadata=meta, rules=_NAMESPACE_RULES, opts=opts)
    subject = SubjectArgs(kind="ServiceAccount", name=account, namespace=namespace)
    return [
        wide,
        near,
        ClusterRoleBinding(
            f"{name}-wide",
            metadata=meta,
            role_ref=RoleRefArgs(api_group=RBAC, kind="ClusterRole", name=account),
            subjects=[subject],
            opts=opts,
        ),
        RoleBinding(
            f"{name}-near",
            metadata=meta,
            role_ref=RoleRefArgs(api_group=RBAC, kind="Role", name=account),
            subjects=[subject],
            opts=opts,
        ),
    ]


def _rule(
    group: str, resources: Sequence[str], *verbs: str, names: Sequence[str] = ()
) -> PolicyRuleArgs:
    return PolicyRuleArgs(
        api_groups=[group],
        resources=list(resources),
        verbs=list(verbs),
        resource_names=list(names) or None,
    )


_READ = ("get", "list", "watch")

_CLUSTER_RULES = [
    _rule("", ["events"], "create", "patch"),
    _rule("", ["pods/eviction"], "create"),
    _rule("", ["pods/status"], "update"),
    _rule("", ["nodes"], *_READ, "update"),
    _rule(
        "",
        [
            *("namespaces", "pods", "services", "replicationcontrollers"),
            *("persistentvolumeclaims", "persistentvolumes"),
        ],
        *_READ,
    ),
    _rule("apps", ["statefulsets", "replicasets", "daemonsets"], *_READ),
    _rule("batch", ["jobs"], *_READ),
    _rule("policy", ["poddisruptionbudgets"], *_READ),
    _rule(
        "storage.k8s.io",
        [
            *("storageclasses", "csinodes", "csidrivers"),
            *("csistoragecapacities", "volumeattachments"),
        ],
        *_READ,
    ),
    _rule("resource.k8s.io", ["deviceclasses", "resourceclaims", "resourceslices"], *_READ),
]
"""What it simulates the scheduler with, and the nodes and pods that it moves."""

_NAMESPACE_RULES = [
    _rule("", ["configmaps"], "create", "list", "watch"),
    _rule("", ["configmaps"], "get", "update", "delete", names=["cluster-autoscaler-status"]),
    _rule("coordination.k8s.io", ["leases"], "create"),
    _rule("coordination.k8s.io", ["leases"], "get", "update", names=["cluster-autoscaler"]),
]
"""Its own state, and the lease that makes it the only one."""

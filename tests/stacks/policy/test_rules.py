"""Each policy on resources of our real plans: kept as they are, broken by one change."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import Plan, PlannedResource, plan_from_json
from slipway.stacks.policy.policy import Policy
from slipway.stacks.policy.rules.registry import BY_ID, POLICIES
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import Broken, Kept, Unknown, Verdict
from tests.support.example_stacks import ROOT, STACKS, example_plans
from tests.support.pod_changes import GONE, POD_CHANGES

POD = "spec.template.spec"
CONTAINER = f"{POD}.containers.0"
SECURITY = f"{CONTAINER}.securityContext"
OPEN_POLICY = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:Get"}]})
ANY_ACTION = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "a"}]})
ANY_RESOURCE = json.dumps(
    {"Statement": [{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*"}]}
)
ESCALATING = json.dumps(
    {"Statement": [{"Effect": "Allow", "Action": ["iam:PutRolePolicy"], "Resource": "a"}]}
)
TRUSTING = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
)

# Policy: the property that is changed, the value that breaks it, and where the development stacks
# have another, the value that keeps it.
CASES: dict[str, tuple[str, Any] | tuple[str, Any, Any]] = {
    "owner-of-cloud-resources": ("defaultTags", '{"tags": {"owner": "ml"}}'),
    "owner-of-resource-groups": ("tags.costCentre", GONE),
    "labels-of-workloads": ("metadata.labels", {}),
    "no-plain-secret": ("masterPassword", "hunter2"),
    "azure-storage-https": ("enableHttpsTrafficOnly", False),
    "azure-storage-tls": ("minimumTlsVersion", "TLS1_0"),
    "azure-storage-no-anonymous-blobs": ("allowBlobPublicAccess", True),
    "azure-storage-container-private": ("publicAccess", "Blob"),
    "azure-storage-no-keys": ("allowSharedKeyAccess", True),
    "azure-storage-copies": ("sku.name", "Standard_LRS"),
    "azure-storage-no-open-addresses": (
        "networkRuleSet.ipRules",
        [{"iPAddressOrRange": "0.0.0.0/0"}],
    ),
    "azure-registry-no-administrator": ("adminUserEnabled", True),
    "azure-registry-no-anonymous-pull": ("anonymousPullEnabled", True),
    "azure-registry-private": ("publicNetworkAccess", "Enabled", "Disabled"),
    "aks-no-local-accounts": ("disableLocalAccounts", False),
    "aks-api-server-closed": ("apiServerAccessProfile.enablePrivateCluster", False),
    "aks-rbac": ("enableRBAC", False),
    "aks-network-policy": ("networkProfile.networkPolicy", "none"),
    "aks-logging": ("addonProfiles.omsagent.enabled", False),
    "aks-upgrades": ("autoUpgradeProfile.upgradeChannel", "none"),
    "aks-secret-rotation": (
        "addonProfiles.azureKeyvaultSecretsProvider",
        {"enabled": True, "config": {"enableSecretRotation": "false"}},
    ),
    "aks-disks-encrypted-at-host": ("enableEncryptionAtHost", False),
    "aks-nodes-private": ("enableNodePublicIP", True),
    "aks-identity-issuer": ("oidcIssuerProfile.enabled", False),
    "aks-administrators": ("aadProfile.adminGroupObjectIDs", []),
    "azure-vault-purge-protection": ("properties.enablePurgeProtection", False),
    "azure-vault-soft-delete": ("properties.softDeleteRetentionInDays", 1),
    "azure-vault-roles": ("properties.enableRbacAuthorization", False),
    "azure-database-backups": ("backup.backupRetentionDays", 1),
    "azure-database-copies": ("highAvailability.mode", "Disabled", "ZoneRedundant"),
    "azure-database-entra": ("authConfig.passwordAuth", "Enabled"),
    "azure-ml-workspace-private": ("publicNetworkAccess", "Enabled"),
    "azure-ml-workspace-isolated": ("managedNetwork.isolationMode", "Disabled"),
    "azure-ml-compute-private": ("properties.properties.enableNodePublicIp", True),
    "azure-ml-compute-no-ssh": ("properties.properties.remoteLoginPortPublicAccess", "Enabled"),
    "azure-ml-endpoint-private": ("properties.publicNetworkAccess", "Enabled"),
    "azure-ml-endpoint-entra": ("properties.authMode", "Key"),
    "s3-block-public-acls": ("blockPublicAcls", False),
    "s3-block-public-policy": ("blockPublicPolicy", False),
    "s3-ignore-public-acls": ("ignorePublicAcls", False),
    "s3-restrict-public-buckets": ("restrictPublicBuckets", False),
    "s3-public-access-block": ("bucket", "another"),
    "s3-encrypted": ("bucket", "another"),
    "s3-versioned": ("bucket", "another"),
    "s3-tls": ("policy", OPEN_POLICY),
    "s3-no-anybody": ("policy", OPEN_POLICY),
    "s3-aborts-uploads": ("rules", []),
    "s3-kept-in-production": ("forceDestroy", True, False),
    "eks-api-server-closed": ("vpcConfig.endpointPublicAccess", True),
    "eks-secrets-encrypted": ("encryptionConfig.resources", []),
    "eks-control-plane-logs": ("enabledClusterLogTypes", ["api"]),
    "eks-access-entries": ("accessConfig.authenticationMode", "CONFIG_MAP"),
    "eks-protected-in-production": ("deletionProtection", False, True),
    "eks-nodes-no-ssh": ("remoteAccess", {"ec2SshKey": "ops"}),
    "eks-nodes-metadata-tokens": ("metadataOptions.httpTokens", "optional"),
    "eks-nodes-metadata-hops": ("metadataOptions.httpPutResponseHopLimit", 2),
    "eks-nodes-disks-encrypted": ("blockDeviceMappings.0.ebs.encrypted", "false"),
    "aws-subnets-give-no-address": ("mapPublicIpOnLaunch", True),
    "aws-default-group-empty": ("ingress", [{"cidrBlocks": ["0.0.0.0/0"]}]),
    "aws-no-open-ingress": ("cidrIpv4", "0.0.0.0/0"),
    "rds-encrypted": ("storageEncrypted", False),
    "rds-private": ("publiclyAccessible", True),
    "rds-backups": ("backupRetentionPeriod", 6),
    "rds-protected-in-production": ("deletionProtection", False, True),
    "rds-standby-in-production": ("multiAz", False, True),
    "rds-final-snapshot-in-production": ("skipFinalSnapshot", True, False),
    "rds-identities": ("iamDatabaseAuthenticationEnabled", False),
    "rds-own-password": ("manageMasterUserPassword", False),
    "rds-logs": ("enabledCloudwatchLogsExports", []),
    "rds-tls": ("parameters.0.value", "0"),
    "ecr-immutable-tags": ("imageTagMutability", "MUTABLE"),
    "ecr-scanned": ("imageScanningConfiguration.scanOnPush", False),
    "ecr-encrypted": ("encryptionConfigurations.0.encryptionType", "AES256"),
    "ecr-kept-in-production": ("forceDelete", True, False),
    "kms-rotation": ("enableKeyRotation", False),
    "kms-no-anybody": ("policy", OPEN_POLICY),
    "kms-deletion-window": ("deletionWindowInDays", 1),
    "aws-secret-own-key": ("kmsKeyId", GONE),
    "aws-secret-recovery": ("recoveryWindowInDays", 0),
    "iam-no-wildcard-actions": ("policy", ANY_ACTION),
    "iam-bound-writes": ("policy", ANY_RESOURCE),
    "iam-no-escalation": ("policy", ESCALATING),
    "iam-trust": ("assumeRolePolicy", TRUSTING),
    "sagemaker-model-isolated": ("enableNetworkIsolation", False),
    "sagemaker-model-in-network": ("vpcConfig", GONE),
    "sagemaker-endpoint-encrypted": ("kmsKeyArn", GONE),
    "sagemaker-capture-encrypted": ("dataCaptureConfig.kmsKeyId", GONE),
    "aws-logs-bounded": ("retentionInDays", GONE),
    "aws-topics-encrypted": ("kmsMasterKeyId", GONE),
    **{name: (f"{POD}.{path}", bad) for name, (path, bad) in POD_CHANGES.items()},
    "workload-images-by-digest": (f"{CONTAINER}.image", "registry.example.com/loan:latest"),
    "workload-resources": (f"{CONTAINER}.resources.limits", GONE),
    "workload-read-only-root": (f"{SECURITY}.readOnlyRootFilesystem", GONE),
    "workload-no-token": (f"{POD}.automountServiceAccountToken", GONE),
    "workload-readiness": (f"{CONTAINER}.readinessProbe", GONE),
    "model-replicas-in-production": ("spec.minReplicas", 1),
    "model-endpoint-instances-in-production": ("minCapacity", 1),
    "model-disruption-budget": ("spec.selector", {"matchLabels": {"app": "other"}}),
    "disruption-budget-lets-go": ("spec.maxUnavailable", 0),
    "model-rollout-without-gap": ("spec.strategy.rollingUpdate.maxUnavailable", 1),
    "namespace-pod-security": ("metadata.labels", {}),
    "service-no-balancer": ("spec.type", "LoadBalancer"),
    "secret-values-masked": ("stringData", {"password": "hunter2"}),
}
# Policies whose breaking takes more than one change.
SEVERAL: dict[str, dict[str, Any]] = {
    "azure-storage-network": {
        "networkRuleSet.defaultAction": "Allow",
        "publicNetworkAccess": "Enabled",
    },
    "azure-vault-network": {
        "properties.networkAcls.defaultAction": "Allow",
        "properties.publicNetworkAccess": "Enabled",
    },
    "azure-database-private": {
        "network.publicNetworkAccess": "Enabled",
        "network.delegatedSubnetResourceId": None,
    },
}


@cache
def scenes() -> tuple[Scene, ...]:
    return tuple(
        Scene(plan=plan_from_json(example_plans()[stack]), config=configured(stack))
        for stack in STACKS
    )


def configured(stack: str) -> StackConfig:
    return load(from_file(ROOT / f"Pulumi.{stack}.yaml"))


def changed(resource: PlannedResource, path: str, value: Any) -> PlannedResource:
    inputs = copy.deepcopy(resource.inputs)
    at: Any = inputs
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
    if value is GONE:
        at.pop(last, None)
    else:
        at[last] = value
    return replace(resource, inputs=inputs)


def told(policy: Policy, resource: PlannedResource, scene: Scene) -> Verdict:
    resources = tuple(resource if one.urn == resource.urn else one for one in scene.plan.resources)
    plan = Plan(
        stack=scene.plan.stack,
        variant=scene.plan.variant,
        target=scene.plan.target,
        resources=resources,
    )
    return policy.judge(resource, replace(scene, plan=plan))


def kept(
    policy: Policy, mend: Callable[[PlannedResource], PlannedResource]
) -> tuple[PlannedResource, Scene]:
    """A real resource that keeps the policy, as it is or after the mending change."""
    for resource, scene in _candidates(policy):
        mended = mend(resource)
        if isinstance(told(policy, mended, scene), Kept):
            return mended, scene
    pytest.fail(f"{policy.id}: no resource of our plans keeps it")


def _candidates(policy: Policy) -> Iterator[tuple[PlannedResource, Scene]]:
    for scene in scenes():
        for resource in scene.plan.resources:
            metadata = str(resource.inputs.get("metadata"))
            if policy.id == "model-disruption-budget" and "model-service" not in metadata:
                continue
            if resource.type.endswith(":CronJob") or not policy.looks_at(resource):
                continue  # the paths of the table are those of the other workloads
            yield resource, scene


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_policy_is_kept_by_our_plans_and_broken_by_one_change(name: str) -> None:
    policy = BY_ID[name]
    path, bad, *good = CASES[name]
    resource, scene = kept(policy, lambda one: changed(one, path, good[0]) if good else one)
    verdict = told(policy, changed(resource, path, bad), scene)
    assert isinstance(verdict, Broken), f"{name}: {verdict}"
    assert "hunter2" not in verdict.found


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_a_policy_with_two_ways_to_keep_it_is_broken_without_both(name: str) -> None:
    policy = BY_ID[name]
    resource, scene = kept(policy, lambda one: one)
    for path, value in SEVERAL[name].items():
        resource = changed(resource, path, value)
    assert isinstance(told(policy, resource, scene), Broken)


def test_tls_of_azures_database_is_a_parameter_of_its_own() -> None:
    policy = BY_ID["azure-database-tls"]
    [resource] = [
        one
        for scene in scenes()
        for one in scene.plan.resources
        if one.inputs.get("configurationName") == "require_secure_transport"
    ]
    scene = scenes()[0]
    assert isinstance(policy.judge(resource, scene), Kept)
    assert isinstance(policy.judge(changed(resource, "value", "off"), scene), Broken)


def test_a_bill_above_the_budget_is_told_once() -> None:
    policy = BY_ID["budget"]
    for scene in scenes():
        over = replace(scene, over_budget="dev: 10 above the budget")
        verdicts = [policy.judge(one, over) for one in scene.plan.resources]
        assert sum(isinstance(one, Broken) for one in verdicts) == 1
        assert all(isinstance(policy.judge(one, scene), Kept) for one in scene.plan.resources)


def test_every_policy_has_a_case() -> None:
    others = {"azure-database-tls", "budget"}
    assert {one.id for one in POLICIES} == {*CASES, *SEVERAL, *others}
    assert len(BY_ID) == len(POLICIES)


def test_an_unknown_value_is_no_verdict() -> None:
    policy = BY_ID["rds-private"]
    resource, scene = kept(policy, lambda one: one)
    verdict = told(policy, changed(resource, "publiclyAccessible", "<unknown>"), scene)
    assert verdict == Unknown(path="publiclyAccessible")


@pytest.mark.parametrize("policy", POLICIES, ids=lambda one: one.id)
def test_a_policy_says_why_and_what_to_do(policy: Policy) -> None:
    assert policy.title[0].isupper()
    assert not policy.title.endswith(".")
    for text in (policy.reason, policy.remedy):
        assert text[0].isupper() or text.startswith("`")
        assert text.endswith(".")

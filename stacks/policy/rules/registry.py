"""Every policy."""

from collections.abc import Mapping

from slipway.stacks.policy.policy import Policy
from slipway.stacks.policy.rules import (
    aks,
    azure_database,
    azure_ml,
    azure_registry,
    azure_storage,
    ecr,
    eks,
    iam,
    key_vault,
    keys_and_secrets,
    platform,
    pod_security,
    rds,
    s3,
    sagemaker,
    workloads,
)

POLICIES: tuple[Policy, ...] = (
    *platform.POLICIES,
    *azure_storage.POLICIES,
    *azure_registry.POLICIES,
    *aks.POLICIES,
    *key_vault.POLICIES,
    *azure_database.POLICIES,
    *azure_ml.POLICIES,
    *s3.POLICIES,
    *eks.POLICIES,
    *rds.POLICIES,
    *ecr.POLICIES,
    *keys_and_secrets.POLICIES,
    *iam.POLICIES,
    *sagemaker.POLICIES,
    *pod_security.POLICIES,
    *workloads.POLICIES,
)
BY_ID: Mapping[str, Policy] = {one.id: one for one in POLICIES}

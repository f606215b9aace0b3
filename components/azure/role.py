"""Azure's built-in roles that the platform assigns, and how one is assigned."""

import uuid
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from pulumi import Input, ResourceOptions
from pulumi_azure_native import authorization

PrincipalType = Literal["ServicePrincipal", "Group", "User"]
"""A managed identity is a service principal."""


class Role(Enum):
    """Names as the portal shows them; the values are the same in every tenant.

    Source: "Azure built-in roles", Microsoft Learn.
    """

    ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
    ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec"
    BLOB_DATA_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
    BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
    KEY_VAULT_SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
    MANAGED_IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
    MONITORING_METRICS_PUBLISHER = "3913510d-42f4-4e42-8a64-420c390055eb"
    MONITORING_DATA_READER = "b0d8363b-8ddd-447d-831f-62ca05bff136"
    """Reads the metrics of an Azure Monitor workspace."""
    GRAFANA_ADMIN = "22926164-76b3-42b3-bc55-97df8dab3e41"
    NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
    CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
    KEY_VAULT_ADMINISTRATOR = "00482a5a-887f-4fb3-b363-3b7fe8e74483"
    FILE_DATA_PRIVILEGED_CONTRIBUTOR = "69566ab7-960f-475b-8e7c-b3118f30c6bd"
    """Storage File Data Privileged Contributor."""
    ML_DATA_SCIENTIST = "f6c7c914-8db3-469d-8ca1-694a8f32e121"
    """AzureML Data Scientist."""
    AKS_CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"
    """Azure Kubernetes Service RBAC Cluster Admin."""

    def definition(self, subscription: str) -> str:
        """The id that an assignment names."""
        return (
            f"/subscriptions/{subscription}/providers/Microsoft.Authorization"
            f"/roleDefinitions/{self.value}"
        )


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """A role for somebody on something."""

    definition: Input[str]
    """Id of the role, e.g. ``Role.ACR_PULL.definition(subscription)``."""
    principal: Input[str]
    """Object id of who gets it."""
    scope: Input[str]
    """Id of what it is for."""
    seed: tuple[str, ...]
    """Says who gets what where in words of the platform: the assignment's name is made of it."""
    reason: str
    principal_type: PrincipalType = "ServicePrincipal"


def assign(
    name: str, assignment: Assignment, opts: ResourceOptions
) -> authorization.RoleAssignment:
    """Assigns the role.

    An assignment's name is a GUID. A random one would make a lost state assign every role twice,
    which Azure refuses; this one is the same for the same seed.
    """
    return authorization.RoleAssignment(
        name,
        role_assignment_name=deterministic_guid(*assignment.seed),
        role_definition_id=assignment.definition,
        principal_id=assignment.principal,
        # Said, so that Azure doesn't look up an identity that it made a second ago and miss it.
        principal_type=assignment.principal_type,
        scope=assignment.scope,
        description=assignment.reason,
        opts=opts,
    )


def deterministic_guid(*seed: str) -> str:
    """The same words give the same GUID; the order counts."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\0".join(seed)))

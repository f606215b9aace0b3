"""One service account, one identity, and no key between them."""

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.workload_identity import WorkloadIdentity, WorkloadIdentityArgs
from tests.support.aks_cloud import ISSUER, computed
from tests.support.azure_nouns import PLACE, azure, made_by_azure, only
from tests.support.recording import Recording, record, resolve

ARGS = WorkloadIdentityArgs(
    place=PLACE,
    name="slipway-dev-tracking",
    scope="subscription/dev",
    workload=Workload.TRACKING,
    issuer=ISSUER,
    subject="system:serviceaccount:slipway-platform:tracking",
    stores={Store.ARTIFACTS: "/scopes/artifacts", Store.TRACKING_SECRETS: "/scopes/vault"},
)


def made() -> Recording:
    return record(lambda: WorkloadIdentity("tracking", ARGS), computed)


def test_it_trusts_the_tokens_of_one_service_account_of_one_cluster() -> None:
    assert only(made(), "managedidentity:FederatedIdentityCredential").inputs == {
        "federatedIdentityCredentialResourceName": "cluster",
        "resourceName": "slipway-dev-tracking",
        "resourceGroupName": "slipway-dev",
        "issuer": ISSUER,
        "subject": "system:serviceaccount:slipway-platform:tracking",
        "audiences": ["api://AzureADTokenExchange"],
    }


def test_its_roles_are_its_lines_of_the_matrix() -> None:
    assigned = azure(made(), "authorization:RoleAssignment")
    assert {one.inputs["scope"] for one in assigned} == {"/scopes/artifacts", "/scopes/vault"}
    assert {one.inputs["principalId"] for one in assigned} == {"principal-id"}


def test_the_cluster_learns_what_to_put_on_accounts_and_pods() -> None:
    seen: list[object] = []

    def program() -> None:
        identity = WorkloadIdentity("tracking", ARGS)
        seen.append(identity.pod_labels)
        seen.extend(
            resolve(one)
            for one in (*identity.annotations.values(), identity.client_id, identity.principal_id)
        )
        assert list(identity.annotations) == ["azure.workload.identity/client-id"]

    record(program, computed)
    assert seen == [
        {"azure.workload.identity/use": "true"},
        ["client-id"],
        ["client-id"],
        ["principal-id"],
    ]


def test_nothing_but_identity_trust_and_roles_is_made() -> None:
    assert made_by_azure(made()) == [
        "tracking-identity",
        "tracking-trust",
        *("tracking-roles-artifacts", "tracking-roles-tracking-secrets"),
    ]

"""An identity of a service: roles of the matrix, and nobody uses it before it has them."""

from pulumi_azure_native import managedidentity

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.managed_identity import ManagedIdentity, ManagedIdentityArgs
from slipway.components.azure.role import Role
from tests.support.azure_nouns import GROUP, PLACE, azure, generated
from tests.support.recording import record

REGISTRY = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/images"
LOG = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/s/blobServices/default/containers/log"


def args(name: str) -> ManagedIdentityArgs:
    return ManagedIdentityArgs(
        place=PLACE,
        name=name,
        scope="subscription/dev",
        stores={
            Workload.NODE: {Store.IMAGES: REGISTRY},
            Workload.DRIFT_MONITOR: {Store.REQUEST_LOG: LOG},
        },
    )


def test_it_acts_as_the_workloads_that_it_is_given() -> None:
    recording = record(lambda: ManagedIdentity("jobs", args("jobs")), generated)
    given = {
        str(one.inputs["scope"]): str(one.inputs["roleDefinitionId"]).rpartition("/")[2]
        for one in azure(recording, "authorization:RoleAssignment")
    }
    assert given == {REGISTRY: Role.ACR_PULL.value, LOG: Role.BLOB_DATA_READER.value}


def test_two_identities_that_act_as_one_workload_have_assignments_of_their_own() -> None:
    def program() -> None:
        ManagedIdentity("jobs", args("jobs"))
        ManagedIdentity("endpoints", args("endpoints"))

    found = azure(record(program, generated), "authorization:RoleAssignment")
    names = [one.inputs["roleAssignmentName"] for one in found]
    assert len(set(names)) == len(names) == 4


def test_who_names_it_waits_for_its_roles() -> None:
    def program() -> None:
        identity = ManagedIdentity("jobs", args("jobs"))
        managedidentity.UserAssignedIdentity("user", resource_group_name=identity.id)

    recording = record(program, generated)
    [user] = [one for one in recording.resources if one.name == "user"]
    roles = azure(recording, "authorization:RoleAssignment")
    assert len(roles) == 2
    assert {one.urn for one in roles} <= set(user.dependencies)
    assert user.inputs["resourceGroupName"] == (
        f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/jobs"
    )

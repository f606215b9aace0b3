"""The service account of a workload that a cloud knows."""

from slipway.components.kubernetes.backends import StoreAccess
from slipway.components.kubernetes.model_service import ModelService, ModelServiceArgs
from slipway.components.kubernetes.service_identity import ServiceIdentity, ServiceIdentityArgs
from tests.support.json_path import at
from tests.support.nouns import image
from tests.support.recording import Recording, record

ARGS = ServiceIdentityArgs(
    namespace="ml",
    account="model-service",
    application="model-service",
    annotations={"azure.workload.identity/client-id": "client"},
    pod_labels={"azure.workload.identity/use": "true"},
)


def made() -> Recording:
    def program() -> None:
        identity = ServiceIdentity("model-service-identity", ARGS)
        log = StoreAccess(url="wasbs://log@store", account=identity.account)
        args = ModelServiceArgs(name="a", namespace="ml", image=image("a"), request_log=log)
        ModelService("a", args)

    return record(program)


def test_it_is_nobody_towards_the_cluster() -> None:
    recording = made()
    account = recording.one("ServiceAccount", "model-service-identity-account")
    assert account["automountServiceAccountToken"] is False
    kinds = {one.type.rpartition(":")[2] for one in recording.resources}
    assert not {kind for kind in kinds if kind.endswith(("Role", "RoleBinding"))}


def test_the_cloud_finds_it_by_the_name_and_annotation_that_it_was_told() -> None:
    account = made().one("ServiceAccount", "model-service-identity-account")
    assert at(account, "metadata", "name") == "model-service"
    assert at(account, "metadata", "annotations", "azure.workload.identity/client-id") == "client"


def test_its_pods_wait_for_it_and_carry_its_label() -> None:
    recording = made()
    [server] = [one for one in recording.resources if one.name == "a-server"]
    account = [one.urn for one in recording.kind("ServiceAccount")]
    assert set(account) <= set(server.dependencies)
    labels = at(server.inputs, "spec", "template", "metadata", "labels")
    assert at(labels, "azure.workload.identity/use") == "true"

"""The workloads on a managed cluster: nothing of theirs holds a secret or a key."""

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from slipway.components.access.matrix import Workload
from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.network import AddressReader
from slipway.components.kubernetes.vault import AwsSecretsManager
from slipway.components.variants.cluster_workloads import ClusterWorkloads, MissingIdentityError
from slipway.components.variants.cluster_workloads_args import (
    SERVICE_ACCOUNTS,
    ClusterWorkloadsArgs,
    TrackingSecrets,
    WorkloadIdentity,
    WorkloadStores,
)
from slipway.stacks.plan.graph import SECRET, Json
from slipway.stacks.plan.record import record as plan
from tests.support.json_path import at
from tests.support.nouns import CLUSTER_WORKLOADS, cluster_workloads
from tests.support.pods import pods
from tests.support.recording import Recording, record, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.components.variants.platform import ServedModel

AGENT = "169.254.170.23/32"
ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret"
AWS = dataclasses.replace(
    CLUSTER_WORKLOADS,
    stores=WorkloadStores(
        artifacts="s3://ml-artifacts",
        request_log="s3://ml-request-log",
        labels="s3://ml-labels",
        monitoring="s3://ml-monitoring",
        region="eu-central-1",
    ),
    database=DatabaseAccess(
        host="db.rds.amazonaws.com",
        user="mlflow",
        source="aws-secrets-manager",
        secret_arn=f"{ARN}:database",
        region="eu-central-1",
    ),
    identities={one: WorkloadIdentity(agent_address=AGENT) for one in SERVICE_ACCOUNTS},
    tracking_secrets=TrackingSecrets(
        vault=AwsSecretsManager(region="eu-central-1"),
        administrator_password=f"{ARN}:administrator",
        session_key=f"{ARN}:session",
    ),
    metrics_readers=[AddressReader(block="10.40.0.0/16")],
    agent_configuration=None,
)


def made(args: ClusterWorkloadsArgs) -> Recording:
    return record(lambda: ClusterWorkloads("workloads", args))


AZURE_RECORDING = made(CLUSTER_WORKLOADS)
AWS_RECORDING = made(AWS)
BOTH = pytest.mark.parametrize("recording", [AZURE_RECORDING, AWS_RECORDING], ids=["azure", "aws"])


def tracking(recording: Recording) -> Json:
    return at(recording.one("Deployment", "tracking-server"), "spec", "template")


def variables(container: Json) -> dict[str, Json]:
    listed = at(container, "env")
    assert isinstance(listed, list)
    return {str(at(one, "name")): one for one in listed}


@BOTH
def test_no_secret_value_is_in_any_object(recording: Recording) -> None:
    secrets = {one.name for one in recording.kind("Secret")}
    # A file of settings, which is kept as a Secret wherever a webhook's token might be in it.
    assert secrets == {"metrics-prober-files"}
    holding = {one.name for one in recording.resources if SECRET in json.dumps(one.inputs)}
    assert holding <= secrets


@BOTH
def test_no_pod_has_a_key_of_a_store(recording: Recording) -> None:
    for pod in pods(recording):
        assert "AWS_ACCESS_KEY_ID" not in json.dumps(pod.template)
        assert "envFrom" not in json.dumps(pod.template)
        assert "AWS_ENDPOINT_URL" not in json.dumps(pod.template)


@BOTH
def test_every_workload_runs_under_the_account_that_the_cloud_knows(recording: Recording) -> None:
    accounts = {
        (str(at(one.inputs, "metadata", "namespace")), str(at(one.inputs, "metadata", "name")))
        for one in recording.kind("ServiceAccount")
    }
    assert accounts == {(one.namespace, one.name) for one in SERVICE_ACCOUNTS.values()}
    used = {
        str(at(pod.template, "metadata", "labels", "app.kubernetes.io/name")): pod.spec.get(
            "serviceAccountName"
        )
        for pod in pods(recording)
    }
    assert used == {
        "tracking": "tracking",
        "model-service": "model-service",
        "drift-monitor": "drift-monitor",
        "pushgateway": None,
        "prober": None,
    }


def test_the_subject_of_a_federated_credential_is_the_accounts() -> None:
    assert (
        SERVICE_ACCOUNTS[Workload.TRACKING].subject
        == "system:serviceaccount:slipway-platform:tracking"
    )


@BOTH
def test_mlflows_secrets_come_from_the_vault_when_the_pod_starts(recording: Recording) -> None:
    template = tracking(recording)
    server = at(template, "spec", "containers", 0)
    command = at(server, "command")
    assert isinstance(command, list)
    assert command[:2] == ["sh", "/etc/tracking/run_with_secrets.sh"]
    assert "MLFLOW_AUTH_ADMIN_PASSWORD=/mnt/vault/administrator-password" in command
    assert command[command.index("--") :] == ["--", "mlflow", "server"]
    assert "MLFLOW_AUTH_ADMIN_PASSWORD" not in variables(server)
    objects = str(at(recording.one("SecretProviderClass", "tracking-secrets-class"), "spec"))
    assert "administrator-password" in objects
    assert "session-key" in objects
    volumes = at(template, "spec", "volumes")
    assert isinstance(volumes, list)
    [vault] = [one for one in volumes if "csi" in json.dumps(one)]
    assert at(vault, "csi", "volumeAttributes", "secretProviderClass") == "tracking-secrets"
    script = at(recording.one("ConfigMap", "tracking-settings"), "data", "run_with_secrets.sh")
    assert 'exec "$@"' in str(script)
    first = at(template, "spec", "initContainers", 0, "command")
    assert isinstance(first, list)
    assert first[-2:] == ["python", "/etc/tracking/migrate_tracking.py"]
    assert "sh" in first


def test_each_new_connection_gets_its_password_where_the_cloud_keeps_it() -> None:
    azure = variables(at(tracking(AZURE_RECORDING), "spec", "containers", 0))
    assert at(azure["SLIPWAY_PASSWORD_SOURCE"], "value") == "entra"
    aws = variables(at(tracking(AWS_RECORDING), "spec", "containers", 0))
    assert at(aws["SLIPWAY_PASSWORD_SOURCE"], "value") == "aws-secrets-manager"
    assert at(aws["SLIPWAY_PASSWORD_SECRET"], "value") == f"{ARN}:database"
    assert at(aws["SLIPWAY_PASSWORD_REGION"], "value") == "eu-central-1"
    for found in (azure, aws):
        assert at(found["PGSSLMODE"], "value") != "disable"


def egress(recording: Recording, name: str) -> list[tuple[Json, Json]]:
    """Port and block of each rule; None for any address."""
    rules = at(recording.one("NetworkPolicy", name), "spec", "egress")
    assert isinstance(rules, list)
    return [
        (at(rule, "ports", 0, "port"), at(rule, "to", 0, "ipBlock", "cidr"))
        if "ipBlock" in json.dumps(rule)
        else (at(rule, "ports", 0, "port"), None)
        for rule in rules
    ]


def test_the_tracking_server_is_let_out_to_store_agent_and_database_alone() -> None:
    assert egress(AWS_RECORDING, "tracking-callers") == [(443, None), (80, AGENT), (5432, None)]
    assert egress(AZURE_RECORDING, "tracking-callers") == [(443, None), (5432, None)]


@BOTH
def test_metrics_are_read_by_the_clouds_collector_and_pushed_by_jobs_alone(
    recording: Recording,
) -> None:
    policy = recording.one("NetworkPolicy", "metrics-pushgateway-callers")
    callers = at(policy, "spec", "ingress", 0, "from")
    text = json.dumps(callers)
    assert "drift-monitor" in text
    assert ("kube-system" in text) == (recording is AZURE_RECORDING)
    assert ("10.40.0.0/16" in text) == (recording is AWS_RECORDING)
    assert '"prometheus"' not in text


def test_agents_that_read_it_find_the_scrape_configuration_in_the_cluster() -> None:
    found = AZURE_RECORDING.one("ConfigMap", "metrics-agents")
    assert at(found, "metadata", "namespace") == "kube-system"
    assert "kubernetes_sd_configs" in str(at(found, "data", "prometheus-config"))
    assert [one for one in AWS_RECORDING.kind("ConfigMap") if "agents" in one.name] == []


def test_models_and_their_jobs_run_on_the_models_nodes_and_the_rest_anywhere() -> None:
    placed = {
        str(at(pod.template, "metadata", "labels", "app.kubernetes.io/name"))
        for pod in pods(AZURE_RECORDING)
        if pod.spec.get("nodeSelector") == {"slipway/pool": "models"}
    }
    assert placed == {"model-service", "drift-monitor"}


def test_a_workload_without_an_identity_is_refused_by_name() -> None:
    identities: dict[Workload, WorkloadIdentity] = {
        one: identity
        for one, identity in CLUSTER_WORKLOADS.identities.items()
        if one is not Workload.DRIFT_MONITOR
    }
    with pytest.raises(MissingIdentityError, match="got none for drift-monitor; expected one"):
        made(dataclasses.replace(CLUSTER_WORKLOADS, identities=identities))


def test_addresses_are_names_inside_the_cluster() -> None:
    found: list[list[object]] = []
    served: list[Mapping[str, ServedModel]] = []

    def program() -> None:
        workloads = cluster_workloads()
        found.extend(map(resolve, (workloads.tracking_url, workloads.pushgateway_url)))
        served.append(workloads.models)
        found.append(resolve(workloads.models["car-loan"].url))

    record(program)
    assert [one[0] for one in found] == [
        "http://tracking.slipway-platform.svc:5000",
        "http://pushgateway.slipway-platform.svc:9091",
        "http://car-loan.slipway-models.svc:8080",
    ]
    assert list(served[0]) == ["car-loan"]


def test_a_plan_that_knows_no_names_yet_has_the_same_resources() -> None:
    planned = plan(lambda: resolve_nothing(cluster_workloads()), project="project", stack="stack")
    assert sorted(one.urn for one in planned) == sorted(AZURE_RECORDING.urns())


def resolve_nothing(_made: object) -> None:
    """A program returns nothing."""

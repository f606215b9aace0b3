"""The job that opens the databases: alone in its namespace, and as nobody but the administrator."""

from slipway.components.azure.database_roles import (
    NAMESPACE,
    SUBJECT,
    DatabaseRoles,
    DatabaseRolesArgs,
)
from tests.support.json_path import at
from tests.support.pod_security import faults
from tests.support.pods import pods
from tests.support.recording import Recording, record, resolve

ARGS = DatabaseRolesArgs(
    image="registry.example.com/tracking@sha256:" + "ab" * 32,
    host="slipway.postgres.database.azure.com",
    administrator="slipway-dev-database-roles",
    client_id="client-id",
    role="slipway-dev-tracking",
    role_object_id="object-id",
    databases=["mlflow", "mlflow_auth"],
)


def made() -> Recording:
    return record(lambda: DatabaseRoles("roles", ARGS))


def test_the_account_is_the_one_that_the_administrator_trusts() -> None:
    account = made().one("ServiceAccount", "roles-account")
    assert at(account, "metadata", "annotations") == {
        "azure.workload.identity/client-id": "client-id"
    }
    name = at(account, "metadata", "name")
    assert f"system:serviceaccount:{NAMESPACE}:{name}" == SUBJECT
    assert at(account, "metadata", "namespace") == NAMESPACE


def test_the_job_runs_the_shipped_script_without_any_secret() -> None:
    recording = made()
    spec = at(recording.one("Job", "roles-job"), "spec", "template", "spec")
    container = at(spec, "containers", 0)
    variables = at(container, "env")
    assert isinstance(variables, list)
    assert {str(at(one, "name")): at(one, "value") for one in variables} == {
        "PGHOST": ARGS.host,
        "PGUSER": "slipway-dev-database-roles",
        "ROLE_NAME": "slipway-dev-tracking",
        "ROLE_OBJECT_ID": "object-id",
        "DATABASES": "mlflow,mlflow_auth",
    }
    script = at(recording.one("ConfigMap", "roles-script"), "data", "grant_database_role.py")
    assert "def open_database" in str(script)
    assert at(container, "command") == ["python", "/scripts/grant_database_role.py"]


def test_its_pod_carries_the_identity_and_obeys_the_rules_of_all_pods() -> None:
    (pod,) = pods(made())
    assert faults(pod) == []
    labels = at(pod.template, "metadata", "labels")
    assert at(labels, "azure.workload.identity/use") == "true"
    assert at(pod.template, "spec", "serviceAccountName") == "database-roles"


def test_it_reaches_the_database_and_entra_and_nobody_reaches_it() -> None:
    recording = made()
    way = at(recording.one("NetworkPolicy", "roles-way"), "spec", "egress")
    assert isinstance(way, list)
    ports = {at(port, "port") for rule in way for port in list(at(rule, "ports") or [])}
    assert ports == {53, 5432, 443}
    closed = at(recording.one("NetworkPolicy", "roles-space-closed"), "spec")
    assert at(closed, "ingress") == []


def test_the_user_name_waits_for_the_job() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(DatabaseRoles("roles", ARGS).user)))
    assert found[0] == ["slipway-dev-tracking"]

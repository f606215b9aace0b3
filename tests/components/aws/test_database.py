"""PostgreSQL as a service."""

import dataclasses

import pytest

from slipway.components.aws.database import (
    LOGS,
    AwsDatabase,
    AwsDatabaseArgs,
    ExistingDatabase,
    identifier,
)
from slipway.stacks.environments import ENVIRONMENTS
from slipway.stacks.plan.graph import SECRET
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.recording import Recording, resolve

SERVER = "rds/instance:Instance"
ARGS = AwsDatabaseArgs(
    name="slipway-dev",
    scope="111122223333/dev",
    profile=ENVIRONMENTS["dev"],
    vpc_id="vpc-1",
    subnet_ids=["subnet-1", "subnet-2"],
    clients={"cluster": "sg-cluster"},
    key_arn=KEY,
    database="mlflow",
)
PRODUCTION = dataclasses.replace(ARGS, profile=ENVIRONMENTS["prod"])


def made(args: AwsDatabaseArgs = ARGS) -> Recording:
    return on_aws(lambda: AwsDatabase("database", args))


def test_the_server_is_private_encrypted_and_takes_tls_alone() -> None:
    recording = made()
    server = only(recording, SERVER)
    wanted = {
        "publiclyAccessible": False,
        "storageEncrypted": True,
        "kmsKeyId": KEY,
        "performanceInsightsKmsKeyId": KEY,
        "iamDatabaseAuthenticationEnabled": True,
        "autoMinorVersionUpgrade": True,
        "copyTagsToSnapshot": True,
        "enabledCloudwatchLogsExports": list(LOGS),
    }
    assert wanted.items() <= server.items()
    parameters = only(recording, "rds/parameterGroup:ParameterGroup")
    assert parameters["family"] == f"postgres{server['engineVersion']}"
    assert {"name": "rds.force_ssl", "value": "1", "applyMethod": "immediate"} in parameters[
        "parameters"
    ]  # type: ignore[operator] # a list
    assert only(recording, "rds/subnetGroup:SubnetGroup")["subnetIds"] == ["subnet-1", "subnet-2"]


def test_a_parameter_that_needs_a_restart_waits_for_one() -> None:
    parameters = only(made(), "rds/parameterGroup:ParameterGroup")["parameters"]
    assert {
        "name": "max_connections",
        "value": "200",
        "applyMethod": "pending-reboot",
    } in parameters  # type: ignore[operator] # a list


def test_no_password_is_known_here_and_rds_keeps_its_own_under_our_key() -> None:
    server = only(made(), SERVER)
    assert server["manageMasterUserPassword"] is True
    assert server["masterUserSecretKmsKeyId"] == KEY
    assert {"password", "passwordWo"} & server.keys() == set()
    assert SECRET not in str(server)


def test_only_the_clients_groups_may_connect_and_the_server_calls_nobody() -> None:
    recording = made()
    [rule] = of_type(recording, "vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (5432, 5432, "tcp")
    assert rule["referencedSecurityGroupId"] == "sg-cluster"
    assert {"cidrIpv4", "cidrIpv6"} & rule.keys() == set()
    assert of_type(recording, "vpc/securityGroupEgressRule:SecurityGroupEgressRule") == {}
    group = only(recording, "ec2/securityGroup:SecurityGroup")
    assert {"ingress", "egress"} & group.keys() == set()
    assert only(recording, SERVER)["vpcSecurityGroupIds"] == [rule["securityGroupId"]]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            ARGS,
            {
                "multiAz": False,
                "deletionProtection": False,
                "skipFinalSnapshot": True,
                "deleteAutomatedBackups": True,
                "backupRetentionPeriod": 7,
                "instanceClass": "db.t4g.small",
            },
        ),
        (
            PRODUCTION,
            {
                "multiAz": True,
                "deletionProtection": True,
                "skipFinalSnapshot": False,
                "finalSnapshotIdentifier": f"{identifier(ARGS)}-final",
                "deleteAutomatedBackups": False,
                "backupRetentionPeriod": 30,
                "instanceClass": "db.m6g.large",
            },
        ),
    ],
    ids=["dev", "prod"],
)
def test_the_environment_decides_what_protection_costs(
    args: AwsDatabaseArgs, expected: dict[str, object]
) -> None:
    recording = made(args)
    assert expected.items() <= only(recording, SERVER).items()
    [server] = [one for one in recording.resources if one.type == f"aws:{SERVER}"]
    assert server.protect is args.profile.production


def test_storage_grows_by_itself_up_to_a_bound() -> None:
    server = only(made(dataclasses.replace(ARGS, storage_gb=50, max_storage_gb=500)), SERVER)
    assert (server["allocatedStorage"], server["maxAllocatedStorage"]) == (50, 500)


def test_a_named_class_wins_over_the_environments() -> None:
    server = only(made(dataclasses.replace(ARGS, instance_class="db.r6g.large")), SERVER)
    assert server["instanceClass"] == "db.r6g.large"


def test_logs_are_kept_for_a_while_and_are_there_before_the_server_writes() -> None:
    recording = made()
    groups = of_type(recording, "cloudwatch/logGroup:LogGroup").values()
    assert {one["name"] for one in groups} == {
        f"/aws/rds/instance/{identifier(ARGS)}/{log}" for log in LOGS
    }
    assert all(one["retentionInDays"] == 30 and one["kmsKeyId"] == KEY for one in groups)
    [server] = [one for one in recording.resources if one.type == f"aws:{SERVER}"]
    logs = {one.urn for one in recording.resources if one.type.endswith(":LogGroup")}
    assert logs <= set(server.dependencies)


def test_callers_learn_the_address_and_where_the_login_is() -> None:
    found: list[list[object]] = []

    def program() -> None:
        database = AwsDatabase("database", ARGS)
        found.extend([resolve(database.host), resolve(database.secret_arn)])

    on_aws(program)
    secret = PLACE.arn("secretsmanager", "secret:rds!database-server-AbCdEf")
    assert found == [["database-server.example.com"], [secret]]


def test_an_adopted_server_is_used_as_it_is() -> None:
    found: list[object] = []
    existing = ExistingDatabase(host="postgres.example.com", user="mlflow", secret_arn="arn:s")  # noqa: S106 -- an ARN

    def program() -> None:
        database = AwsDatabase("database", dataclasses.replace(ARGS, adopt=existing))
        outputs = (database.host, database.user, database.secret_arn)
        found.extend([*(resolve(one) for one in outputs), database.identifier])

    recording = on_aws(program)
    assert found == [["postgres.example.com"], ["mlflow"], ["arn:s"], None]
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []

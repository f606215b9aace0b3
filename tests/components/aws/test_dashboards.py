"""Managed Grafana."""

import json

from slipway.components.aws.dashboards import Dashboards, DashboardsArgs
from tests.support.aws_cloud import KEY, PLACE, on_aws, only
from tests.support.recording import Recording, resolve

WORKSPACE = PLACE.arn("aps", "workspace/ws-1")
GROUP = "12345678-1234-1234-1234-123456789012"
ARGS = DashboardsArgs(
    place=PLACE,
    name="slipway-dev",
    workspace_arn=WORKSPACE,
    key_arn=KEY,
    administrators=[GROUP],
)


def made() -> Recording:
    return on_aws(lambda: Dashboards("dashboards", ARGS))


def test_people_log_in_by_identity_center_and_groups_are_named() -> None:
    recording = made()
    workspace = only(recording, "grafana/workspace:Workspace")
    assert workspace["authenticationProviders"] == ["AWS_SSO"]
    assert workspace["kmsKeyId"] == KEY
    admins = only(recording, "grafana/roleAssociation:RoleAssociation")
    assert (admins["role"], admins["groupIds"]) == ("ADMIN", [GROUP])


def test_it_reads_and_changes_nothing() -> None:
    policy = json.loads(str(only(made(), "iam/rolePolicy:RolePolicy")["policy"]))
    series, metrics = policy["Statement"]
    assert series["Resource"] == [WORKSPACE]
    verbs = {action.partition(":")[2] for one in (series, metrics) for action in one["Action"]}
    assert all(verb.startswith(("Get", "List", "Describe", "Query")) for verb in verbs)


def test_its_role_serves_grafana_of_this_account_alone() -> None:
    trust = json.loads(str(only(made(), "iam/role:Role")["assumeRolePolicy"]))
    [statement] = trust["Statement"]
    assert statement["Principal"] == {"Service": ["grafana.amazonaws.com"]}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": PLACE.account}}


def test_its_address_is_known() -> None:
    found: list[list[object]] = []
    on_aws(lambda: found.append(resolve(Dashboards("dashboards", ARGS).url)))
    assert found == [["https://dashboards-workspace.example.com"]]

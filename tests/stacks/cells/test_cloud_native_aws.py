"""The cloud-native variant on AWS as a whole."""

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from slipway.components.access.matrix import Action, Store, Workload, grants_of
from slipway.components.aws.node_groups import POOL_LABEL
from slipway.components.variants.cloud_native_aws import CloudNativeAwsPlatform
from slipway.components.variants.cluster_metrics import cluster_rules
from slipway.components.variants.cluster_workloads_args import SERVICE_ACCOUNTS
from slipway.stacks.cells.cloud_native_aws import cloud_native_on_aws
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.models import model_specs
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.record import record as plan
from tests.support.aws_cloud import PLACE, of_type, on_aws, only
from tests.support.json_path import at
from tests.support.pod_security import faults
from tests.support.pods import pods
from tests.support.recording import GENERATED, Recording, resolve

ROOT = Path(__file__).parents[3]
REGISTRY = f"{PLACE.account}.dkr.ecr.{PLACE.region}.amazonaws.com"
RELEASE = {"version": 3, "image": f"{REGISTRY}/slipway/car-loan@sha256:{'a' * 64}"}
SECRET = PLACE.arn("secretsmanager", "secret:theirs-AbCdEf")
WORKSPACE = PLACE.arn("aps", "workspace/ws-12345678-aaaa-bbbb-cccc-123456789012")
ADOPTED: dict[str, dict[str, Any]] = {
    "database": {
        "adopt": {"host": "postgres.example.com", "user": "mlflow", "secret": SECRET},
    },
    "adopt": {
        "bucket": "the-teams",
        "metricsWorkspace": WORKSPACE,
        "alertTopic": PLACE.arn("sns", "theirs"),
        "trackingSecrets": {"administrator": SECRET, "sessionKey": SECRET},
    },
}
PROVIDER_OF_SECRETS = "secrets-store.csi.x-k8s.io/v1:SecretProviderClass"


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def config(target: Mapping[str, object] | None = None, **platform: object) -> StackConfig:
    given = {
        "variant": "cloud-native",
        "target": {
            "kind": "aws",
            "region": PLACE.region,
            "account": PLACE.account,
            **(target or {}),
        },
        "models": {"car-loan": {}, "churn": {}},
        **platform,
    }
    values = {"platform": given, "releases": {"car-loan": RELEASE}}
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


def build(given: StackConfig) -> CloudNativeAwsPlatform | None:
    assert isinstance(given.platform.target, AwsTarget)
    return cloud_native_on_aws(given, given.platform.target)


def made(target: Mapping[str, object] | None = None, **platform: object) -> Recording:
    return on_aws(lambda: build(config(target, **platform)))


@functools.cache
def whole() -> Recording:
    """The default platform, recorded once: it has some three hundred resources."""
    return made()


def planned(given: StackConfig) -> list[PlannedResource]:
    def program() -> None:
        build(given)

    return plan(program, project="slipway", stack="team")


def is_kubernetes(one: PlannedResource) -> bool:
    return one.type.startswith("kubernetes:")


def policies(recording: Recording) -> dict[Workload, list[dict[str, list[str]]]]:
    """The statements of each workload's role."""
    found = of_type(recording, "iam/rolePolicy:RolePolicy")
    return {
        workload: json.loads(str(found[f"{workload.value}-identity-policy"]["policy"]))["Statement"]
        for workload in SERVICE_ACCOUNTS
    }


def allowed(statements: list[dict[str, list[str]]], words: str) -> set[str]:
    """The actions on resources whose ARN has these words."""
    return {
        action
        for one in statements
        if any(words in resource for resource in one["Resource"])
        for action in one["Action"]
    }


def test_no_resource_of_kubernetes_is_given_a_password() -> None:
    recording = whole()
    passwords = {one.urn for one in recording.resources if one.type.endswith(":Password")}
    assert len(passwords) == 2
    # Waiting for a password is fine, holding one isn't: only the latter is a property's matter.
    holders = {
        one.name
        for one in recording.resources
        if passwords & {urn for urns in one.property_dependencies.values() for urn in urns}
    }
    assert holders == {
        "secrets-tracking-administrator-version",
        "secrets-tracking-session-key-version",
    }


def test_no_password_is_in_plain_anywhere() -> None:
    assert GENERATED not in json.dumps([one.inputs for one in whole().resources])


def test_a_password_in_kubernetes_would_be_found() -> None:
    from pulumi_kubernetes.core.v1 import ConfigMap  # noqa: PLC0415 -- of this test alone

    def program() -> None:
        platform = build(config())
        assert platform is not None
        assert platform.tracking_login is not None
        ConfigMap("leak", data={"password": platform.tracking_login.password})

    recording = on_aws(program)
    [leak] = [one for one in recording.resources if one.name == "leak"]
    sources = {urn for urns in leak.property_dependencies.values() for urn in urns}
    assert any(":Password::" in urn for urn in sources)


def test_the_server_mounts_its_two_secrets_from_secrets_manager() -> None:
    recording = whole()
    [mounted] = [one for one in recording.resources if PROVIDER_OF_SECRETS in one.type]
    arns = {
        f"secrets-{one}-secret-id" for one in ("tracking-administrator", "tracking-session-key")
    }
    assert all(arn in json.dumps(mounted.inputs) for arn in arns)


def test_each_workload_may_do_what_the_matrix_says_with_each_bucket() -> None:
    recording = whole()
    found = policies(recording)
    buckets = {
        name.removeprefix("store-").removesuffix("-bucket"): str(one["bucket"])
        for name, one in of_type(recording, "s3/bucket:Bucket").items()
    }
    verbs = {
        Action.READ: "s3:GetObject",
        Action.WRITE: "s3:PutObject",
        Action.DELETE: "s3:DeleteObject",
    }
    for workload, statements in found.items():
        grants = {one.store: one.actions for one in grants_of(workload)}
        for store, bucket in buckets.items():
            wanted = grants.get(Store(store), frozenset()) if store != "access-log" else frozenset()
            actions = allowed(statements, f":::{bucket}")
            assert {verb for verb in verbs.values() if verb in actions} == {
                verbs[action] for action in wanted
            }, (workload, store)


def test_only_the_server_reads_secrets_and_only_its_three() -> None:
    found = policies(whole())
    readers = {
        workload: sorted(
            arn
            for one in statements
            if "secretsmanager:GetSecretValue" in one["Action"]
            for arn in one["Resource"]
        )
        for workload, statements in found.items()
    }
    assert readers == {
        Workload.TRACKING: [
            PLACE.arn("secretsmanager", "secret:rds!database-server-AbCdEf"),
            "secrets-tracking-administrator-secret-id",
            "secrets-tracking-session-key-secret-id",
        ],
        Workload.MODEL_SERVICE: [],
        Workload.DRIFT_MONITOR: [],
    }


def test_no_policy_of_ours_has_a_wildcard_where_the_matrix_has_a_store() -> None:
    for statements in policies(whole()).values():
        for one in statements:
            assert "*" not in one["Resource"]
            assert not any(action.endswith(":*") for action in one["Action"])


def test_roles_are_bound_to_the_accounts_that_the_pods_run_as() -> None:
    recording = whole()
    bound = {
        (one["namespace"], one["serviceAccount"])
        for one in of_type(recording, "eks/podIdentityAssociation:PodIdentityAssociation").values()
    }
    accounts = {(account.namespace, account.name) for account in SERVICE_ACCOUNTS.values()}
    assert accounts <= bound
    used = {pod.spec.get("serviceAccountName") for pod in pods(recording)}
    assert {account.name for account in SERVICE_ACCOUNTS.values()} <= used


def test_the_release_policy_pushes_images_and_stores_profiles() -> None:
    policy = json.loads(str(only(whole(), "iam/policy:Policy")["policy"]))
    actions = allowed(policy["Statement"], "")
    assert {"ecr:PutImage", "s3:PutObject"} <= actions
    assert not {"s3:DeleteObject", "ecr:BatchDeleteImage"} & actions
    assert not any(action.startswith("secretsmanager:") for action in actions)


def test_prometheus_gets_the_rules_of_the_platforms_own() -> None:
    rules = of_type(whole(), "amp/ruleGroupNamespace:RuleGroupNamespace").values()
    expected = cluster_rules(model_specs(config()))
    assert sorted(str(one["data"]) for one in rules) == sorted(expected.values())
    # The bounds of the released model, and no others.
    bounds = expected["bounds.yaml"]
    assert "car-loan" in bounds
    assert "churn" not in bounds


def test_a_model_without_a_release_is_prepared_and_not_served() -> None:
    recording = whole()
    served = {str(at(one.inputs, "metadata", "name")) for one in recording.kind("Deployment")}
    assert "car-loan" in served
    assert "churn" not in served
    suspended = {one.name: at(one.inputs, "spec", "suspend") for one in recording.kind("CronJob")}
    assert suspended["churn-drift-schedule"] is True


def test_models_run_on_the_nodes_of_their_pool() -> None:
    spec = whole().one("Deployment", "car-loan-server")["spec"]
    assert at(spec, "template", "spec", "nodeSelector") == {POOL_LABEL: "models"}


def test_every_pod_obeys_the_rules_of_all_pods() -> None:
    found = [pod for pod in pods(whole()) if not pod.owner.startswith("autoscaling")]
    assert found
    assert {pod.owner: faults(pod) for pod in found if faults(pod)} == {}


def test_the_database_admits_the_cluster_and_nobody_else() -> None:
    recording = whole()
    rules = of_type(recording, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    database = {name: one for name, one in rules.items() if one.get("fromPort") == 5432}
    assert {name: one["referencedSecurityGroupId"] for name, one in database.items()} == {
        "database-from-cluster": "sg-0cluster"
    }


def test_alerts_reach_the_address_of_the_config() -> None:
    recording = made({"alerts": {"email": "team@example.com"}})
    assert only(recording, "sns/topicSubscription:TopicSubscription")["endpoint"] == (
        "team@example.com"
    )
    statements = json.loads(str(only(recording, "kms/key:Key")["policy"]))["Statement"]
    services = json.dumps([one["Principal"] for one in statements])
    assert "aps.amazonaws.com" in services
    assert "cloudwatch.amazonaws.com" in services


def test_workloads_wait_for_their_rights_and_the_driver_of_their_secrets() -> None:
    [platform] = [one for one in whole().resources if one.type == "slipway:aws:CloudNativePlatform"]
    needed = {urn.rpartition("::")[2] for urn in platform.dependencies}
    assert {f"{one.value}-identity-association" for one in SERVICE_ACCOUNTS} <= needed
    assert "secrets-driver-addon" in needed


def test_add_ons_wait_for_nodes() -> None:
    components = {one.name: one for one in whole().resources if one.type.startswith("slipway:aws:")}
    for name in ("secrets-driver", "logs"):
        needed = {urn.rpartition("::")[2] for urn in components[name].dependencies}
        assert any(one.startswith("nodes-models") for one in needed), name


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_production_is_protected_and_a_sandbox_can_go(environment: str) -> None:
    protected = {
        one.type.rpartition(":")[2]
        for one in made(environment=environment).resources
        if one.protect
    }
    assert ({"Bucket", "Instance", "Secret", "Key"} <= protected) is (environment == "prod")
    assert environment == "prod" or protected == set()


def test_what_is_adopted_is_not_created() -> None:
    recording = made(ADOPTED)
    created = {one.type.removeprefix("aws:").partition("/")[0] for one in recording.resources}
    assert not {"s3", "rds", "secretsmanager", "sns"} & created
    assert of_type(recording, "amp/workspace:Workspace") == {}
    statements = policies(recording)[Workload.MODEL_SERVICE]
    objects = [one["Resource"] for one in statements if "s3:PutObject" in one["Action"]]
    assert objects == [["arn:aws:s3:::the-teams/slipway-team/request-log/*"]]
    alarms = of_type(recording, "cloudwatch/metricAlarm:MetricAlarm")
    assert alarms.keys() == {"alarms-container-logs"}


def keys_of(target: Mapping[str, object]) -> set[str]:
    """The keys that any of the workloads may use."""
    return {
        arn
        for statements in policies(made(target)).values()
        for one in statements
        if "kms:Decrypt" in one["Action"] or "kms:GenerateDataKey" in one["Action"]
        for arn in one["Resource"]
    }


def test_adopted_data_is_opened_with_its_own_key_and_with_no_other() -> None:
    assert keys_of(ADOPTED) == set()
    bucket, login, secrets = (PLACE.arn("kms", f"key/{n}") for n in ("b", "d", "s"))
    keyed = {
        "database": {"adopt": {**ADOPTED["database"]["adopt"], "secretKey": login}},
        "adopt": {
            **ADOPTED["adopt"],
            "bucketKey": bucket,
            "trackingSecrets": {"administrator": SECRET, "sessionKey": SECRET, "key": secrets},
        },
    }
    assert keys_of(keyed) == {bucket, login, secrets}


def test_adopted_secrets_leave_the_stack_without_a_login() -> None:
    found: list[object] = []

    def program() -> None:
        platform = build(config(ADOPTED))
        assert platform is not None
        found.append(platform.tracking_login)

    on_aws(program)
    assert found == [None]


def test_an_adopted_cluster_keeps_its_own_add_ons() -> None:
    adopted = {
        "name": "theirs",
        "endpoint": "https://cluster.example.com",
        "certificateAuthority": "Q0E=",
        "securityGroup": "sg-0123456789abcdef0",
    }
    network = {
        "vpc": "vpc-0123456789abcdef0",
        "cidr": "10.9.0.0/16",
        "privateSubnets": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    }
    recording = made({"cluster": {"adopt": adopted}, "network": {"adopt": network}})
    assert of_type(recording, "eks/addon:Addon") == {}
    assert of_type(recording, "eks/cluster:Cluster") == {}
    associations = of_type(recording, "eks/podIdentityAssociation:PodIdentityAssociation")
    assert {one["clusterName"] for one in associations.values()} == {"theirs"}
    policies = [one.inputs for one in recording.kind("NetworkPolicy")]
    # The collector's addresses are those of the adopted network.
    assert "10.9.0.0/16" in json.dumps(policies)


def test_grafana_is_there_when_somebody_may_open_it() -> None:
    assert of_type(whole(), "grafana/workspace:Workspace") == {}
    group = "12345678-1234-1234-1234-123456789012"
    recording = made({"grafana": {"administrators": [group]}})
    assert len(of_type(recording, "grafana/workspace:Workspace")) == 1


def test_addresses_are_the_clouds_own() -> None:
    found: dict[str, list[object]] = {}

    def program() -> None:
        platform = build(config())
        assert platform is not None
        assert platform.object_store_keys is None
        assert platform.urls.alertmanager is None
        assert platform.urls.prometheus is not None
        found["prometheus"] = resolve(platform.urls.prometheus)
        found["registry"] = resolve(platform.urls.registry)
        found["car-loan"] = resolve(platform.models["car-loan"].url)

    on_aws(program)
    assert found == {
        "prometheus": [
            "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/metrics-workspace-id"
        ],
        "registry": [REGISTRY],
        "car-loan": ["http://car-loan.slipway-models.svc:8080"],
    }


def without_stack_reference(resources: list[PlannedResource]) -> set[tuple[str, str]]:
    return {
        (one.type, one.name)
        for one in resources
        if one.type != "pulumi:pulumi:StackReference"
        and not one.type.startswith("pulumi:providers:")
    }


def test_two_layers_make_together_what_one_stack_makes() -> None:
    together = planned(config())
    services = planned(config(layers="infrastructure"))
    workloads = planned(config(layers="workloads", infrastructureStack="acme/slipway/base"))
    assert not any(is_kubernetes(one) for one in services)
    of_aws = {one.type for one in workloads if one.type.startswith("aws:")}
    # These change with every release; everything else of AWS is the other stack's.
    assert of_aws == {"aws:amp/ruleGroupNamespace:RuleGroupNamespace"}
    parts = [without_stack_reference(one) for one in (services, workloads)]
    assert parts[0] & parts[1] == set()
    assert parts[0] | parts[1] == without_stack_reference(together)


def test_the_login_of_the_infrastructures_stack_is_its_own_secret_output() -> None:
    outputs: dict[str, object] = {}

    def exported(name: str, value: object) -> None:
        outputs[name] = value

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("pulumi.export", exported)
        planned(config(layers="infrastructure"))
    handed = outputs["infrastructure"]
    assert isinstance(handed, dict)
    assert not any("password" in key.lower() for key in handed)
    assert {
        "artifactsUrl",
        "databaseSecretArn",
        "metricsWorkspaceId",
        "clusterName",
    } <= handed.keys()
    assert "trackingLogin" in outputs

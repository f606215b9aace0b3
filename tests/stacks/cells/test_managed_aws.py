"""The managed-platform variant on SageMaker, as a whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from slipway.components.access.managed_grants import MANAGED_GRANTS
from slipway.components.access.matrix import Action, Store, Workload, grants_of
from slipway.components.aws.schedule_expression import schedule_expression
from slipway.components.variants.managed_aws import ManagedAwsPlatform
from slipway.stacks.cells.managed_aws import managed_on_aws
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.record import record as plan
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.recording import Recording, resolve

ROOT = Path(__file__).parents[3]
REGISTRY = f"{PLACE.account}.dkr.ecr.{PLACE.region}.amazonaws.com"
IMAGE = f"{REGISTRY}/slipway/car-loan@sha256:"
RELEASE = {"version": 3, "image": f"{IMAGE}{'a' * 64}"}
SERVER = {
    "arn": PLACE.arn("sagemaker", "mlflow-tracking-server/theirs"),
    "url": "https://theirs.example.com",
}
ADOPTED = {
    "adopt": {
        "bucket": "the-teams",
        "bucketKey": KEY,
        "alertTopic": PLACE.arn("sns", "theirs"),
        "key": KEY,
        "registry": REGISTRY,
    },
    "network": {
        "adopt": {
            "vpc": "vpc-0123456789abcdef0",
            "cidr": "10.0.0.0/16",
            "privateSubnets": ["subnet-0123456789abcdef0", "subnet-1123456789abcdef0"],
        }
    },
    "sageMaker": {
        "studio": True,
        "adopt": {
            "trackingServer": SERVER,
            "domain": "d-theirs",
            "packageGroups": {"car-loan": "their-loans"},
        },
    },
}
RULE = {
    Action.READ: "s3:GetObject",
    Action.WRITE: "s3:PutObject",
    Action.DELETE: "s3:DeleteObject",
}


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def config(
    target: dict[str, object] | None = None,
    release: dict[str, object] | None = RELEASE,
    **platform: object,
) -> StackConfig:
    given = {
        "variant": "managed-platform",
        "target": {
            "kind": "aws",
            "region": PLACE.region,
            "account": PLACE.account,
            **(target or {}),
        },
        "models": {"car-loan": {}, "churn": {}},
        **platform,
    }
    releases = {} if release is None else {"car-loan": release}
    values = {"platform": given, "releases": releases}
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


def build(given: StackConfig) -> ManagedAwsPlatform:
    assert isinstance(given.platform.target, AwsTarget)
    return managed_on_aws(given, given.platform.target)


def made(given: StackConfig | None = None) -> Recording:
    chosen = config() if given is None else given
    return on_aws(lambda: build(chosen))


def planned(given: StackConfig) -> dict[str, PlannedResource]:
    def program() -> None:
        build(given)

    return {one.urn: one for one in plan(program, project="slipway", stack="team")}


def statements(recording: Recording, workload: Workload) -> list[dict[str, Any]]:
    policy = of_type(recording, "iam/rolePolicy:RolePolicy")[f"{workload.value}-policy"]
    found = json.loads(str(policy["policy"]))["Statement"]
    assert isinstance(found, list)
    return found


def allowed(found: list[dict[str, Any]], words: str) -> set[str]:
    """The actions on resources whose ARN has these words."""
    return {
        action
        for one in found
        if any(words in resource for resource in one["Resource"])
        for action in one["Action"]
    }


def drift_job(recording: Recording, model: str) -> dict[str, Any]:
    schedule = of_type(recording, "scheduler/schedule:Schedule")[f"{model}-drift-schedule"]
    target = schedule["target"]
    assert isinstance(target, dict)
    found = json.loads(str(target["input"]))
    assert isinstance(found, dict)
    return found


def test_a_model_without_a_release_is_prepared_and_has_no_endpoint() -> None:
    recording = made(config(release=None))
    for kind in ("endpoint:Endpoint", "model:Model", "endpointConfiguration:EndpointConfiguration"):
        assert of_type(recording, f"sagemaker/{kind}") == {}
    assert len(of_type(recording, "sagemaker/modelPackageGroup:ModelPackageGroup")) == 2
    schedules = of_type(recording, "scheduler/schedule:Schedule").values()
    assert [one["state"] for one in schedules] == ["DISABLED", "DISABLED"]


def test_only_the_released_model_is_served_and_judged() -> None:
    recording = made()
    assert of_type(recording, "sagemaker/endpoint:Endpoint").keys() == {"car-loan-endpoint"}
    states = {
        name: one["state"]
        for name, one in of_type(recording, "scheduler/schedule:Schedule").items()
    }
    assert states == {"car-loan-drift-schedule": "ENABLED", "churn-drift-schedule": "DISABLED"}
    alarms = of_type(recording, "cloudwatch/metricAlarm:MetricAlarm")
    assert any("car-loan" in name for name in alarms)
    assert not any("churn" in name for name in alarms)


def test_the_job_reads_where_the_endpoint_writes() -> None:
    recording = made()
    configuration = only(recording, "sagemaker/endpointConfiguration:EndpointConfiguration")
    capture = configuration["dataCaptureConfig"]
    assert isinstance(capture, dict)
    endpoint = only(recording, "sagemaker/endpoint:Endpoint")["name"]
    environment = drift_job(recording, "car-loan")["Environment"]
    assert environment["SLIPWAY_LOG_URL"] == f"{capture['destinationS3Uri']}/{endpoint}/main"


def test_the_alarms_read_what_the_job_puts_and_the_role_lets_it() -> None:
    recording = made()
    namespace = drift_job(recording, "car-loan")["Environment"]["SLIPWAY_CLOUDWATCH_NAMESPACE"]
    alarms = of_type(recording, "cloudwatch/metricAlarm:MetricAlarm").items()
    verdicts = {one["namespace"] for name, one in alarms if name.startswith("verdicts-")}
    assert verdicts == {namespace}
    [metrics] = [
        one
        for one in statements(recording, Workload.DRIFT_MONITOR)
        if one["Action"] == ["cloudwatch:PutMetricData"]
    ]
    assert namespace in metrics["Condition"]["StringEquals"]["cloudwatch:namespace"]


def test_releases_are_guarded_by_alarms_that_exist_and_may_be_read() -> None:
    recording = made()
    endpoint = only(recording, "sagemaker/endpoint:Endpoint")
    deployment: Any = endpoint["deploymentConfig"]
    guards = {one["alarmName"] for one in deployment["autoRollbackConfiguration"]["alarms"]}
    alarms = of_type(recording, "cloudwatch/metricAlarm:MetricAlarm").values()
    assert guards
    assert guards <= {one["name"] for one in alarms}
    found = statements(recording, Workload.MODEL_SERVICE)
    assert "cloudwatch:DescribeAlarms" in allowed(found, f":alarm:{endpoint['name']}-*")


def test_each_workload_may_do_what_the_matrix_says_with_each_bucket() -> None:
    recording = made(config({"sageMaker": {"studio": True}}))
    buckets = {
        name.removeprefix("store-").removesuffix("-bucket"): str(one["bucket"])
        for name, one in of_type(recording, "s3/bucket:Bucket").items()
    }
    for workload in (
        Workload.TRACKING,
        Workload.MODEL_SERVICE,
        Workload.DRIFT_MONITOR,
        Workload.STUDIO,
    ):
        more = [one for one in MANAGED_GRANTS if one.workload is workload]
        grants = {one.store: one.actions for one in (*grants_of(workload), *more)}
        found = statements(recording, workload)
        for store, bucket in buckets.items():
            granted = grants.get(Store(store), frozenset()) if store != "access-log" else ()
            actions = allowed(found, f":::{bucket}")
            assert actions & set(RULE.values()) == {RULE[one] for one in granted}, (workload, store)


def test_the_scheduler_may_start_the_jobs_that_its_schedules_name() -> None:
    recording = made()
    policy = of_type(recording, "iam/rolePolicy:RolePolicy")["scheduler-policy"]
    [start] = [
        one
        for one in json.loads(str(policy["policy"]))["Statement"]
        if "sagemaker:CreateProcessingJob" in one["Action"]
    ]
    [pattern] = start["Resource"]
    beginning = pattern.rpartition("/")[2].removesuffix("*")
    rule = json.loads(str(only(recording, "cloudwatch/eventRule:EventRule")["eventPattern"]))
    assert rule["detail"]["ProcessingJobName"] == [{"prefix": beginning}]
    for model in ("car-loan", "churn"):
        assert drift_job(recording, model)["ProcessingJobName"].startswith(f"{beginning}{model}-")


def test_names_of_jobs_fit_however_long_the_models_is() -> None:
    name = "a" + "-very" * 6 + "-long"
    recording = made(config(release=None, models={name: {}}))
    job = drift_job(recording, name)["ProcessingJobName"]
    assert len(job.replace("<aws.scheduler.execution-id>", "d32c5kddcf5bb8c3")) <= 63


def test_alerts_are_encrypted_and_both_publishers_may_do_so() -> None:
    recording = made(config({"alerts": {"email": "team@example.com"}}))
    assert only(recording, "sns/topicSubscription:TopicSubscription")["endpoint"] == (
        "team@example.com"
    )
    key = json.loads(str(only(recording, "kms/key:Key")["policy"]))["Statement"]
    topic = json.loads(str(only(recording, "sns/topicPolicy:TopicPolicy")["policy"]))["Statement"]
    for one in ("cloudwatch.amazonaws.com", "events.amazonaws.com"):
        assert one in json.dumps([part["Principal"] for part in key])
        assert one in json.dumps([part["Principal"] for part in topic])


def test_the_release_policy_opens_the_registry_and_the_tracking_server() -> None:
    recording = made()
    policy = json.loads(str(only(recording, "iam/policy:Policy")["policy"]))["Statement"]
    artifacts = str(of_type(recording, "s3/bucket:Bucket")["store-artifacts-bucket"]["bucket"])
    assert {"s3:GetObject", "s3:PutObject"} <= allowed(policy, f":::{artifacts}")
    actions = allowed(policy, "")
    assert {"ecr:PutImage", "sagemaker:CreateModelPackage", "sagemaker-mlflow:*"} <= actions
    assert "s3:DeleteObject" not in actions


def test_a_release_replaces_model_and_configuration_and_keeps_the_endpoint() -> None:
    before = planned(config())
    after = planned(config(release={"version": 4, "image": f"{IMAGE}{'b' * 64}"}))
    assert before.keys() == after.keys()
    changed = {one.name for urn, one in after.items() if one.inputs != before[urn].inputs}
    parts = ("model", "instances", "configuration", "drift-schedule")
    assert changed == {f"car-loan-{part}" for part in parts}


def test_no_cluster_and_no_database_are_made() -> None:
    types = {one.type for one in made().resources}
    assert not any(one.startswith(("kubernetes:", "aws:eks", "aws:rds")) for one in types)


def test_studio_is_there_when_it_is_asked_for() -> None:
    assert of_type(made(), "sagemaker/domain:Domain") == {}
    recording = made(config({"sageMaker": {"studio": True}}))
    assert only(recording, "sagemaker/domain:Domain")["appNetworkAccessType"] == "VpcOnly"
    services = of_type(recording, "ec2/vpcEndpoint:VpcEndpoint")
    assert "network-endpoints-sagemaker-api" in services


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_production_is_protected_and_a_sandbox_can_go(environment: str) -> None:
    recording = made(config(environment=environment))
    protected = {one.type.rpartition(":")[2] for one in recording.resources if one.protect}
    expected = {"Bucket", "Key", "MlflowTrackingServer", "ModelPackageGroup", "Vpc"}
    assert (expected <= protected) is (environment == "prod")
    assert environment == "prod" or protected == set()


def test_what_is_adopted_is_not_created() -> None:
    recording = made(config(ADOPTED))
    created = {one.type.removeprefix("aws:").partition("/")[0] for one in recording.resources}
    assert not {"s3", "sns", "kms", "ecr"} & created
    for kind in ("mlflowTrackingServer:MlflowTrackingServer", "domain:Domain"):
        assert of_type(recording, f"sagemaker/{kind}") == {}
    groups = of_type(recording, "sagemaker/modelPackageGroup:ModelPackageGroup")
    assert groups.keys() == {"churn-packages-group"}
    policy = json.loads(str(only(recording, "iam/policy:Policy")["policy"]))["Statement"]
    assert "sagemaker:CreateModelPackage" in allowed(policy, "model-package-group/their-loans")
    assert "sagemaker-mlflow:*" in allowed(policy, SERVER["arn"])
    objects = [
        one["Resource"]
        for one in statements(recording, Workload.MODEL_SERVICE)
        if "s3:PutObject" in one["Action"]
    ]
    assert objects == [["arn:aws:s3:::the-teams/slipway-team/request-log/*"]]


def test_addresses_are_the_clouds_own_and_nobody_logs_in() -> None:
    found: dict[str, list[object]] = {}

    def program() -> None:
        platform = build(config({"sageMaker": {"adopt": {"trackingServer": SERVER}}}))
        assert platform.tracking_login is None
        assert platform.object_store_keys is None
        assert platform.urls.prometheus is None
        assert platform.models["car-loan"].namespace is None
        assert "churn" not in platform.models
        found["tracking"] = resolve(platform.urls.tracking)
        found["registry"] = resolve(platform.model_registry_uri)
        found["car-loan"] = resolve(platform.models["car-loan"].url)

    recording = on_aws(program)
    endpoint = only(recording, "sagemaker/endpoint:Endpoint")["name"]
    runtime = f"https://runtime.sagemaker.{PLACE.region}.amazonaws.com"
    assert found == {
        "tracking": [SERVER["url"]],
        "registry": [SERVER["arn"]],
        "car-loan": [f"{runtime}/endpoints/{endpoint}/invocations"],
    }


@pytest.mark.parametrize(
    ("target", "platform", "release", "path"),
    [
        (
            {"sageMaker": {"endpointInstance": "ml.t2.medium"}},
            {},
            RELEASE,
            "platform.models.car-loan.serving.replicas",
        ),
        (
            {"sageMaker": {"endpointInstances": {"fraud": "ml.m5.large"}}},
            {},
            RELEASE,
            "platform.target.sageMaker.endpointInstances.fraud",
        ),
        (
            {"sageMaker": {"adopt": {"packageGroups": {"fraud": "theirs"}}}},
            {},
            RELEASE,
            "platform.target.sageMaker.adopt.packageGroups.fraud",
        ),
        (
            {"sageMaker": {"adopt": {"domain": "d-theirs"}}},
            {},
            RELEASE,
            "platform.target.sageMaker.adopt.domain",
        ),
        ({}, {"layers": "infrastructure"}, RELEASE, "platform.layers"),
        (
            {},
            {},
            {"version": 1, "image": f"localhost:30000/car-loan@sha256:{'a' * 64}"},
            "releases.car-loan.image",
        ),
        (
            {},
            {},
            {"version": 1, "image": IMAGE.replace("central", "west") + "a" * 64},
            "releases.car-loan.image",
        ),
        (
            {},
            {"models": {"car-loan": {"monitoring": {"schedule": "0 6 1 * 1"}}}},
            RELEASE,
            "platform.models.car-loan.monitoring.schedule",
        ),
    ],
)
def test_what_sagemaker_cant_do_is_refused_before_anything_is_made(
    target: dict[str, object],
    platform: dict[str, object],
    release: dict[str, object],
    path: str,
) -> None:
    with pytest.raises(ConfigError) as caught:
        planned(config(target, release, **platform))
    assert path in {fault.path for fault in caught.value.faults}


def test_a_burstable_type_is_fine_where_nothing_scales() -> None:
    fixed = {"car-loan": {"serving": {"replicas": {"min": 1, "max": 1}}}}
    recording = made(config({"sageMaker": {"endpointInstance": "ml.t2.medium"}}, models=fixed))
    assert of_type(recording, "appautoscaling/target:Target") == {}


def test_the_schedule_is_the_models_own() -> None:
    models = {"car-loan": {"monitoring": {"schedule": "0 6 * * 1"}}}
    schedule = only(made(config(models=models)), "scheduler/schedule:Schedule")
    assert schedule["scheduleExpression"] == schedule_expression("0 6 * * 1")

"""What each AWS resource is billed for: one test a rule."""

from decimal import Decimal

import pytest

from slipway.stacks.cost.rules.outcome import Demand
from tests.stacks.cost.support.plans import AWS, config, node_group, priced, resource, told

TRAFFIC = config(traffic={"low": 5, "expected": 40, "high": 200})


def test_a_control_plane_runs_all_month() -> None:
    found = told(priced(resource("aws:eks/cluster:Cluster")))
    assert found == [("eks", "cluster standard support", "730.00 hour")]


def test_nodes_are_billed_with_their_disks() -> None:
    found = told(priced(node_group(low=2)))
    assert found == [("ec2", "m6i.large", "1460.00 hour"), ("ebs", "gp3", "128.00 GB-month")]


def test_a_node_disk_is_that_of_the_launch_template() -> None:
    template = resource(
        "aws:ec2/launchTemplate:LaunchTemplate",
        "nodes-models-template",
        {"blockDeviceMappings": [{"ebs": {"volumeSize": 100}}]},
    )
    found = told(priced(node_group(diskSize=None), template))
    assert found[1] == ("ebs", "gp3", "100.00 GB-month")
    assert told(priced(node_group(diskSize=None)))[1] == ("ebs", "gp3", "20.00 GB-month")


def test_spot_nodes_have_no_list_price() -> None:
    assert told(priced(node_group(capacityType="SPOT")))[0][1] == "m6i.large spot"


def test_an_add_on_is_free_but_for_the_agent_that_makes_metrics() -> None:
    kind = "aws:eks/addon:Addon"
    assert told(priced(resource(kind, "x", {"addonName": "coredns"})))[0][0] == "free"
    agent = {"addonName": "amazon-cloudwatch-observability"}
    assert told(priced(resource(kind, "x", agent))) == [
        ("cloudwatch", "custom metric first 10k", "60.00 metric-month")
    ]


def test_a_nat_gateway_is_billed_by_hour_and_by_data() -> None:
    found = told(priced(resource("aws:ec2/natGateway:NatGateway")))
    assert found == [
        ("vpc", "NAT gateway", "730.00 hour"),
        ("vpc", "NAT data processed", "30.00 GB"),
    ]


def test_a_public_address_is_billed_by_hour() -> None:
    found = told(priced(resource("aws:ec2/eip:Eip")))
    assert found == [("vpc", "public IPv4 (in use or idle)", "730.00 hour")]


def test_an_interface_endpoint_is_billed_in_each_zone_and_a_gateway_is_free() -> None:
    kind = "aws:ec2/vpcEndpoint:VpcEndpoint"
    inputs = {"vpcEndpointType": "Interface", "subnetIds": ["<unknown>", "<unknown>"]}
    assert told(priced(resource(kind, "x", inputs))) == [
        ("vpc", "interface endpoint", "1460.00 hour"),
        ("vpc", "interface endpoint data processed", "4.00 GB"),
    ]
    assert told(priced(resource(kind, "x", {"vpcEndpointType": "Gateway"})))[0][0] == "free"


def test_a_database_is_billed_for_machine_storage_backups_and_its_secret() -> None:
    inputs = {
        "instanceClass": "db.m6g.large",
        "multiAz": True,
        "allocatedStorage": 20,
        "maxAllocatedStorage": 100,
        "storageType": "gp3",
        "manageMasterUserPassword": True,
    }
    found = priced(resource("aws:rds/instance:Instance", "x", inputs))
    assert told(found) == [
        ("rds-postgres", "db.m6g.large multi-AZ", "730.00 hour"),
        ("rds-storage", "gp3 multi-AZ", "20.00 GB-month"),
        ("rds-storage", "backup beyond allowance", "0.00 GB-month"),
        ("secretsmanager", "secret", "1.00 month"),
    ]
    storage = found[1]
    assert isinstance(storage, Demand)
    assert storage.quantity.high == 100  # it may grow that far by itself


def test_a_bucket_is_billed_for_storage_and_requests() -> None:
    found = told(priced(resource("aws:s3/bucket:Bucket", "store-labels-bucket")))
    assert found == [
        ("s3", "standard first 50 TB", "10.00 GB-month"),
        ("s3", "PUT/COPY/POST/LIST", "50000.00 requests"),
        ("s3", "GET and other", "100000.00 requests"),
    ]


def test_the_request_log_grows_with_the_traffic() -> None:
    bucket = resource("aws:s3/bucket:Bucket", "store-request-log-bucket")
    # 40/s x 800 bytes x 86,400 s x 30 days
    assert told(priced(bucket, stack=TRAFFIC))[0][2] == "82.94 GB-month"


def test_a_repository_is_billed_for_stored_images() -> None:
    found = told(priced(resource("aws:ecr/repository:Repository")))
    assert found == [("ecr", "private storage", "1.00 GB-month")]


def test_a_key_is_billed_with_its_versions_and_its_use() -> None:
    found = told(priced(resource("aws:kms/key:Key")))
    assert found == [
        ("kms", "customer key", "1.00 month"),
        ("kms", "symmetric requests", "50000.00 requests"),
    ]


def test_a_secret_is_billed_with_its_readers() -> None:
    found = told(priced(resource("aws:secretsmanager/secret:Secret")))
    assert found == [
        ("secretsmanager", "secret", "1.00 month"),
        ("secretsmanager", "API calls", "30000.00 requests"),
    ]


@pytest.mark.parametrize(
    ("name", "gigabytes"),
    [
        ("/aws/eks/dev/cluster", "5.00"),
        ("/slipway/dev/network", "5.00"),
        ("/aws/containerinsights/dev/application", "5.00"),
        ("/aws/rds/instance/dev/upgrade", "0.50"),
    ],
)
def test_a_log_group_is_billed_for_what_comes_in_and_what_stays(name: str, gigabytes: str) -> None:
    inputs = {"name": name, "retentionInDays": 60}
    found = told(priced(resource("aws:cloudwatch/logGroup:LogGroup", "x", inputs)))
    kept = Decimal(gigabytes) * 2 * Decimal("0.15")
    assert found == [
        ("cloudwatch", "logs ingested standard", f"{gigabytes} GB"),
        ("cloudwatch", "logs archived", f"{kept:.2f} GB-month"),
    ]


def test_an_alarm_is_billed_per_metric() -> None:
    kind = "aws:cloudwatch/metricAlarm:MetricAlarm"
    queries = [{"expression": "a / b"}, {"metric": {"metricName": "a"}}, {"metric": {"x": "b"}}]
    assert told(priced(resource(kind, "x", {"metricQueries": queries})))[0][2] == "2.00 alarm-month"
    assert told(priced(resource(kind, "x", {"metricName": "a"})))[0][2] == "1.00 alarm-month"


def test_a_metrics_workspace_is_billed_beyond_its_allowances() -> None:
    found = told(priced(resource("aws:amp/workspace:Workspace")))
    # 4,000 series every 30 s for 730 h, less 40 million; 200 billion samples read are free
    assert found == [
        ("prometheus", "ingest 40M..2B samples", "310400000.00 samples"),
        ("prometheus", "storage above 10 GB", "0.00 GB-month"),
        ("prometheus", "query", "0.00 samples"),
    ]


def test_a_collector_is_billed_by_hour_and_by_sample() -> None:
    found = told(priced(resource("aws:amp/scraper:Scraper")))
    assert found == [
        ("prometheus", "managed collector", "730.00 hour"),
        ("prometheus", "managed collector samples", "350400000.00 samples"),
    ]


def test_a_topic_is_billed_by_notification() -> None:
    found = told(priced(resource("aws:sns/topic:Topic")))
    assert found == [("sns", "e-mail notification", "50.00 requests")]


def test_an_endpoint_is_billed_for_its_instances_by_traffic() -> None:
    variant = {"instanceType": "ml.m5.xlarge", "volumeSizeInGb": 10}
    inputs = {"productionVariants": [variant]}
    endpoint = resource(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration", "loan-configuration", inputs
    )
    scaling = resource(
        "aws:appautoscaling/target:Target", "loan-target", {"minCapacity": 3, "maxCapacity": 6}
    )
    assert told(priced(endpoint, scaling, stack=TRAFFIC)) == [
        ("sagemaker", "hosting ml.m5.xlarge", "2190.00 hour"),
        ("sagemaker", "endpoint volume", "30.00 GB-month"),
        ("sagemaker", "endpoint data in/out", "84.10 GB"),
    ]
    assert told(priced(endpoint))[0][2] == "730.00 hour"  # nothing scales it


def test_a_tracking_server_is_billed_by_its_size() -> None:
    kind = "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer"
    found = told(priced(resource(kind, "x", {"trackingServerSize": "Medium"})))
    assert found == [
        ("sagemaker", "MLflow tracking server medium", "730.00 hour"),
        ("sagemaker", "MLflow metadata storage", "1.00 GB-month"),
    ]


def test_a_schedule_is_billed_for_the_jobs_that_it_starts() -> None:
    schedule = resource("aws:scheduler/schedule:Schedule", "loan-drift-schedule")
    stack = config(AWS | {"sageMaker": {"jobInstance": "ml.t3.medium"}}, variant="managed-platform")
    # every 15 minutes for 730 h are 2,920 runs of 4 minutes
    found = told(priced(schedule, stack=stack))
    assert found == [("sagemaker", "processing ml.t3.medium", "194.67 hour")]

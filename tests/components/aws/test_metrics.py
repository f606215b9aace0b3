"""Managed Prometheus."""

import dataclasses

import yaml

from slipway.components.aws.metrics import AwsMetrics, AwsMetricsArgs, ScrapedCluster
from tests.support.aws_cloud import KEY, PLACE, on_aws, only
from tests.support.json_path import at
from tests.support.recording import Recording, resolve

TOPIC = PLACE.arn("sns", "alerts")
CLUSTER = PLACE.arn("eks", "cluster/slipway-dev")
ARGS = AwsMetricsArgs(
    place=PLACE,
    name="slipway-dev",
    cluster=ScrapedCluster(
        arn=CLUSTER, subnet_ids=["subnet-1", "subnet-2"], security_group_id="sg-cluster"
    ),
    scraping="scrape_configs: []\n",
    topic_arn=TOPIC,
    key_arn=KEY,
    retention_days=30,
    log_days=30,
)
WORKSPACE = PLACE.arn("aps", "workspace/ws-12345678-aaaa-bbbb-cccc-123456789012")


def made(args: AwsMetricsArgs = ARGS) -> Recording:
    return on_aws(lambda: AwsMetrics("metrics", args))


def test_the_collector_scrapes_this_cluster_into_this_workspace() -> None:
    collector = only(made(), "amp/scraper:Scraper")
    assert at(collector, "source", "eks") == {
        "clusterArn": CLUSTER,
        "subnetIds": ["subnet-1", "subnet-2"],
        "securityGroupIds": ["sg-cluster"],
    }
    workspace = PLACE.arn("amp", "metrics-workspace")
    assert at(collector, "destination", "amp", "workspaceArn") == workspace
    assert collector["scrapeConfiguration"] == ARGS.scraping


def test_every_alert_goes_to_the_topic_when_it_starts_and_when_it_ends() -> None:
    definition = only(made(), "amp/alertManagerDefinition:AlertManagerDefinition")["definition"]
    settings = yaml.safe_load(yaml.safe_load(str(definition))["alertmanager_config"])
    [receiver] = settings["receivers"]
    assert settings["route"]["receiver"] == receiver["name"]
    assert settings["route"]["group_by"] == ["alertname", "model"]
    assert receiver["sns_configs"] == [
        {"topic_arn": TOPIC, "sigv4": {"region": PLACE.region}, "send_resolved": True}
    ]


def test_series_and_logs_are_kept_for_a_while() -> None:
    recording = made(dataclasses.replace(ARGS, retention_days=90, log_days=60))
    kept = only(recording, "amp/workspaceConfiguration:WorkspaceConfiguration")
    assert kept["retentionPeriodInDays"] == 90
    logs = only(recording, "cloudwatch/logGroup:LogGroup")
    assert (logs["retentionInDays"], logs["kmsKeyId"]) == (60, KEY)
    assert str(logs["name"]).startswith("/aws/vendedlogs/")


def test_failing_rules_are_logged() -> None:
    workspace = only(made(), "amp/workspace:Workspace")
    arn = str(at(workspace, "loggingConfiguration", "logGroupArn"))
    assert arn.endswith(":*")
    assert "metrics-logs" in arn


def test_the_workspace_has_no_key_that_would_shut_out_the_collector() -> None:
    assert "kmsKeyArn" not in only(made(), "amp/workspace:Workspace")


def test_an_adopted_workspace_gets_the_series_and_keeps_its_alertmanager() -> None:
    found: list[list[object]] = []

    def program() -> None:
        metrics = AwsMetrics("metrics", dataclasses.replace(ARGS, adopt=WORKSPACE))
        found.extend([resolve(metrics.query_url), resolve(metrics.workspace_arn)])

    recording = on_aws(program)
    kinds = {one.type for one in recording.resources if one.type.startswith("aws:")}
    assert kinds == {"aws:amp/scraper:Scraper"}
    workspace = WORKSPACE.rpartition("/")[2]
    url = f"https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/{workspace}"
    assert found == [[url], [WORKSPACE]]
    collector = only(recording, "amp/scraper:Scraper")
    assert at(collector, "destination", "amp", "workspaceArn") == WORKSPACE

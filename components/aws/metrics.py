"""Managed Prometheus: scrapes the cluster, keeps the series, hands alerts on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace


@dataclass(frozen=True, kw_only=True)
class ScrapedCluster:
    """The collector gets an address in each subnet, and the group that all nodes let in."""

    arn: Input[str]
    subnet_ids: Sequence[Input[str]]
    """In two zones or more."""
    security_group_id: Input[str]


@dataclass(frozen=True, kw_only=True)
class AwsMetricsArgs:
    """What is scraped comes from the data that the platform's own Prometheus is made of."""

    place: AwsPlace
    name: str
    """Of the workspace and the collector."""
    cluster: ScrapedCluster
    scraping: str
    """Prometheus' configuration, whose discovery asks the API server: the collector resolves no
    name of the cluster."""
    topic_arn: Input[str]
    key_arn: Input[str]
    retention_days: int
    log_days: int
    adopt: str | None = None
    """The ARN of a workspace that exists: it gets the series, and keeps its own retention, logs
    and Alertmanager."""


class AwsMetrics(pulumi.ComponentResource):
    """The collector is AWS's: no agent, and no identity that could write a series, runs here."""

    query_url: Output[str]
    """Base address of Prometheus' API; every request is signed."""

    workspace_id: Output[str]
    """For the rules; see `AlertRules`."""

    workspace_arn: Output[str]
    """For whoever reads series."""

    def __init__(
        self, name: str, args: AwsMetricsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:Metrics", name, {}, opts)
        if args.adopt is None:
            self.workspace_id, self.workspace_arn = self._create(name, args)
        else:
            self.workspace_id = Output.from_input(args.adopt.rpartition("/")[2])
            self.workspace_arn = Output.from_input(args.adopt)
        aws.amp.Scraper(
            f"{name}-collector",
            alias=args.name,
            source=aws.amp.ScraperSourceArgs(
                eks=aws.amp.ScraperSourceEksArgs(
                    cluster_arn=args.cluster.arn,
                    subnet_ids=list(args.cluster.subnet_ids),
                    security_group_ids=[args.cluster.security_group_id],
                )
            ),
            destination=aws.amp.ScraperDestinationArgs(
                amp=aws.amp.ScraperDestinationAmpArgs(workspace_arn=self.workspace_arn)
            ),
            scrape_configuration=args.scraping,
            opts=ResourceOptions(parent=self),
        )
        self.query_url = Output.format(
            "https://aps-workspaces.{}.{}/workspaces/{}",
            args.place.region,
            args.place.dns_suffix,
            self.workspace_id,
        )
        self.register_outputs({"queryUrl": self.query_url})

    def _create(self, name: str, args: AwsMetricsArgs) -> tuple[Output[str], Output[str]]:
        child = ResourceOptions(parent=self)
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            # Services may write to this path without a policy of the account's.
            name=f"/aws/vendedlogs/prometheus/{args.name}",
            retention_in_days=args.log_days,
            kms_key_id=args.key_arn,
            opts=child,
        )
        workspace = aws.amp.Workspace(
            f"{name}-workspace",
            alias=args.name,
            # No key of ours: AWS documents that a workspace with one refuses AWS's own collector,
            # and none can be given or taken later. Series are names and figures, never a request.
            # Rules that fail and alerts that nobody took are told here alone.
            logging_configuration=aws.amp.WorkspaceLoggingConfigurationArgs(
                log_group_arn=Output.format("{}:*", logs.arn)
            ),
            opts=child,
        )
        aws.amp.WorkspaceConfiguration(
            f"{name}-retention",
            workspace_id=workspace.id,
            retention_period_in_days=args.retention_days,
            opts=child,
        )
        aws.amp.AlertManagerDefinition(
            f"{name}-alertmanager",
            workspace_id=workspace.id,
            definition=_routes(args.topic_arn, args.place.region),
            opts=child,
        )
        return workspace.id, workspace.arn


def _routes(topic_arn: Input[str], region: str) -> Output[str]:
    """All alerts to one topic, grouped as the platform's own Alertmanager groups them."""
    return Output.json_dumps(
        {"alertmanager_config": Output.from_input(topic_arn).apply(lambda arn: _team(arn, region))}
    )


def _team(topic_arn: str, region: str) -> str:
    sns = {"topic_arn": topic_arn, "sigv4": {"region": region}, "send_resolved": True}
    return json.dumps(
        {
            "route": {
                "receiver": "team",
                "group_by": ["alertname", "model"],
                "repeat_interval": "12h",
            },
            "receivers": [{"name": "team", "sns_configs": [sns]}],
        }
    )

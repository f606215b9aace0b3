"""What watches the cloud-native platform on AWS: metrics, alerts, logs and dashboards."""

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.aws.alarms import Alarm, Alarms, AlarmsArgs, database_alarms, log_alarm
from slipway.components.aws.alert_topic import AlertTopic, AlertTopicArgs
from slipway.components.aws.container_logs import ContainerLogs, ContainerLogsArgs
from slipway.components.aws.dashboards import Dashboards, DashboardsArgs
from slipway.components.aws.database import MAX_CONNECTIONS
from slipway.components.aws.metrics import AwsMetrics, AwsMetricsArgs, ScrapedCluster
from slipway.components.variants.cloud_native_aws_args import CloudNativeServicesArgs
from slipway.components.variants.cluster_metrics import cluster_scraping


class CloudNativeAwsWatch(pulumi.ComponentResource):
    """Alerts of Prometheus and of CloudWatch leave by the same topic."""

    metrics: AwsMetrics
    """Where series are asked for, and where alert rules belong."""

    dashboards_url: Output[str] | None
    """None without Grafana."""

    def __init__(
        self,
        name: str,
        args: CloudNativeServicesArgs,
        database: str | None,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("slipway:aws:CloudNativeWatch", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        topic = AlertTopic("alerts", self._topic(), self._child)
        self.metrics = AwsMetrics("metrics", self._metrics(topic), self._child)
        self._alarms(database, topic, self._logs())
        self.dashboards_url = self._dashboards()
        self.register_outputs({"metricsUrl": self.metrics.query_url})

    def _topic(self) -> AlertTopicArgs:
        args = self._args
        return AlertTopicArgs(
            place=args.place,
            key_arn=args.key_arn,
            email=args.alert_email,
            adopt=args.adopt.alert_topic,
        )

    def _metrics(self, topic: AlertTopic) -> AwsMetricsArgs:
        args = self._args
        return AwsMetricsArgs(
            place=args.place,
            name=args.name,
            cluster=ScrapedCluster(
                # Of the name that is known late: the collector comes after the cluster.
                arn=Output.format(
                    "arn:{}:eks:{}:{}:cluster/{}",
                    args.place.partition,
                    args.place.region,
                    args.place.account,
                    args.cluster.created_name,
                ),
                subnet_ids=args.network.subnet_ids,
                security_group_id=args.cluster.security_group_id,
            ),
            scraping=cluster_scraping(),
            topic_arn=topic.arn,
            key_arn=args.key_arn,
            retention_days=args.profile.log_days,
            log_days=args.profile.log_days,
            adopt=args.adopt.metrics_workspace,
        )

    def _logs(self) -> ContainerLogs | None:
        args = self._args
        if not args.cluster.addons:
            return None
        return ContainerLogs(
            "logs",
            ContainerLogsArgs(
                place=args.place,
                cluster=args.cluster.name,
                cluster_name=args.cluster.created_name,
                cluster_arn=args.cluster.arn,
                days=args.profile.log_days,
                key_arn=args.key_arn,
            ),
            ResourceOptions(parent=self, depends_on=list(args.cluster.ready)),
        )

    def _alarms(self, database: str | None, topic: AlertTopic, logs: ContainerLogs | None) -> None:
        """Of what we made: an adopted database or log has its owner's."""
        alarms: list[Alarm] = []
        if database is not None:
            room = self._args.database.max_storage_gb
            alarms += database_alarms(database, room, MAX_CONNECTIONS)
        if logs is not None:
            alarms.append(log_alarm(logs.application_group))
        Alarms(
            "alarms",
            AlarmsArgs(name=self._args.name, alarms=alarms, topic_arn=topic.arn),
            self._child,
        )

    def _dashboards(self) -> Output[str] | None:
        args = self._args
        if not args.dashboard_administrators:
            return None
        return Dashboards(
            "dashboards",
            DashboardsArgs(
                place=args.place,
                name=args.name,
                workspace_arn=self.metrics.workspace_arn,
                key_arn=args.key_arn,
                administrators=args.dashboard_administrators,
            ),
            self._child,
        ).url

"""Where alerts leave for people: an SNS topic, or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.encryption_key import WITHOUT_SOURCE
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Principal, Statement, document

PUBLISHERS = {"aps": "Metrics", "cloudwatch": "Alarms", "events": "Events"}
"""Services that raise alerts: managed Prometheus' Alertmanager, CloudWatch's alarms, EventBridge's
rules."""


@dataclass(frozen=True, kw_only=True)
class AlertTopicArgs:
    """The key's policy lets the publishers encrypt: CloudWatch can't use SNS's own key."""

    place: AwsPlace
    key_arn: Input[str]
    email: str | None = None
    """Gets every alert, once its owner has confirmed the message that AWS sends."""
    publishers: Sequence[str] = ("aps", "cloudwatch")
    """Of `PUBLISHERS`, those that this platform has."""
    adopt: Input[str] | None = None
    """The ARN of a topic whose policy lets the publishers in; its subscribers are its owner's."""


class AlertTopic(pulumi.ComponentResource):
    """Encrypted, and published to by this account's services alone."""

    arn: Output[str]
    """The topic's ARN; whoever publishes waits for its policy."""

    def __init__(
        self, name: str, args: AlertTopicArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:AlertTopic", name, {}, opts)
        if args.adopt is None:
            self.arn = self._create(name, args)
        else:
            self.arn = Output.from_input(args.adopt)
        self.register_outputs({"arn": self.arn})

    def _create(self, name: str, args: AlertTopicArgs) -> Output[str]:
        child = ResourceOptions(parent=self)
        topic = aws.sns.Topic(f"{name}-topic", kms_master_key_id=args.key_arn, opts=child)
        policy = aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            policy=document(
                [
                    *(_publish(one, topic.arn, args.place) for one in args.publishers),
                    _tls_only(topic.arn),
                ]
            ),
            opts=child,
        )
        if args.email is not None:
            aws.sns.TopicSubscription(
                f"{name}-email",
                topic=topic.arn,
                protocol="email",
                endpoint=args.email,
                opts=child,
            )
        return policy.arn


def _publish(service: str, topic: Output[str], place: AwsPlace) -> Statement:
    return Statement(
        sid=f"{PUBLISHERS[service]}MayPublish",
        principal=Principal(kind="Service", names=[f"{service}.amazonaws.com"]),
        actions=["sns:Publish"],
        resources=[topic],
        conditions={}
        if service in WITHOUT_SOURCE
        else {"StringEquals": {"aws:SourceAccount": place.account}},
    )


def _tls_only(topic: Output[str]) -> Statement:
    return Statement(
        sid="NoPlainText",
        effect="Deny",
        principal=Principal(kind="AWS", names=["*"]),
        actions=["sns:Publish"],
        resources=[topic],
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )

"""Where alerts leave for people."""

import dataclasses
import json

from slipway.components.aws.alert_topic import AlertTopic, AlertTopicArgs
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.recording import Recording, resolve

ARGS = AlertTopicArgs(place=PLACE, key_arn=KEY, email="team@example.com")
ARN = PLACE.arn("sns", "alerts-topic")


def made(args: AlertTopicArgs = ARGS) -> Recording:
    return on_aws(lambda: AlertTopic("alerts", args))


def statements(recording: Recording) -> dict[str, dict[str, Json]]:
    policy = json.loads(str(only(recording, "sns/topicPolicy:TopicPolicy")["policy"]))
    return {one["Sid"]: one for one in policy["Statement"]}


def test_messages_are_encrypted_with_our_key() -> None:
    assert only(made(), "sns/topic:Topic")["kmsMasterKeyId"] == KEY


def test_only_this_accounts_prometheus_and_alarms_may_publish() -> None:
    allowed = [one for one in statements(made()).values() if one["Effect"] == "Allow"]
    services = {json.dumps(one["Principal"]) for one in allowed}
    assert services == {
        '{"Service": ["aps.amazonaws.com"]}',
        '{"Service": ["cloudwatch.amazonaws.com"]}',
    }
    for one in allowed:
        assert (one["Action"], one["Resource"]) == (["sns:Publish"], [ARN])
        assert one["Condition"] == {"StringEquals": {"aws:SourceAccount": PLACE.account}}


def test_nobody_publishes_in_plain_text() -> None:
    refusal = statements(made())["NoPlainText"]
    assert (refusal["Effect"], refusal["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_the_address_of_the_config_is_subscribed_and_none_is_without_one() -> None:
    subscription = only(made(), "sns/topicSubscription:TopicSubscription")
    assert (subscription["protocol"], subscription["endpoint"]) == ("email", "team@example.com")
    quiet = made(dataclasses.replace(ARGS, email=None))
    assert of_type(quiet, "sns/topicSubscription:TopicSubscription") == {}


def test_an_adopted_topic_is_used_as_it_is() -> None:
    found: list[list[object]] = []

    def program() -> None:
        topic = AlertTopic("alerts", dataclasses.replace(ARGS, adopt="arn:topic"))
        found.append(resolve(topic.arn))

    recording = on_aws(program)
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []
    assert found == [["arn:topic"]]


def test_eventbridge_is_let_in_without_a_condition_which_its_messages_cant_meet() -> None:
    quiet = dataclasses.replace(ARGS, publishers=("cloudwatch", "events"))
    allowed = {sid: one for sid, one in statements(made(quiet)).items() if one["Effect"] == "Allow"}
    assert allowed.keys() == {"AlarmsMayPublish", "EventsMayPublish"}
    assert allowed["EventsMayPublish"]["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert "Condition" not in allowed["EventsMayPublish"]
    assert "Condition" in allowed["AlarmsMayPublish"]

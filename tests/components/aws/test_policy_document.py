"""Policy documents."""

import json

import pytest

from slipway.components.aws.policy_document import (
    Principal,
    Statement,
    UnexplainedWildcardError,
    document,
    trust,
)
from tests.support.recording import record, resolve

HERE = "arn:aws:s3:::logs"


def test_a_document_has_iams_shape() -> None:
    found: list[object] = []

    def program() -> None:
        statement = Statement(
            sid="Read",
            actions=["s3:GetObject"],
            resources=[f"{HERE}/*"],
            conditions={"Bool": {"aws:SecureTransport": "true"}},
        )
        found.append(resolve(document([statement])))

    record(program)
    [[text]] = found  # type: ignore[misc] # a list of one resolved value
    assert json.loads(str(text)) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:GetObject"],
                "Resource": [f"{HERE}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "true"}},
            }
        ],
    }


@pytest.mark.parametrize(
    ("what", "actions", "resources", "principal"),
    [
        ("action s3:*", ["s3:*"], [HERE], None),
        ("action s3:Get*", ["s3:Get*"], [HERE], None),
        ("resource *", ["s3:GetObject"], ["*"], None),
        ("principal *", ["s3:GetObject"], [HERE], Principal(kind="AWS", names=["*"])),
    ],
)
def test_a_wildcard_without_a_reason_is_refused(
    what: str, actions: list[str], resources: list[str], principal: Principal | None
) -> None:
    with pytest.raises(UnexplainedWildcardError) as raised:
        Statement(sid="Wide", actions=actions, resources=resources, principal=principal)
    assert str(raised.value).startswith(f"policy statement Wide: got {what};")
    explained = Statement(
        sid="Wide",
        actions=actions,
        resources=resources,
        principal=principal,
        wildcard_reason="this action knows no resource",
    )
    assert explained.to_json()["Action"] == actions


def test_a_refusal_may_be_as_wide_as_it_likes() -> None:
    assert Statement(sid="No", effect="Deny", actions=["s3:*"], resources=["*"])


def test_a_trust_names_the_service_and_its_conditions() -> None:
    found: list[object] = []
    record(
        lambda: found.append(
            resolve(
                trust(
                    "pods.eks.amazonaws.com",
                    "sts:AssumeRole",
                    "sts:TagSession",
                    StringEquals={"aws:SourceAccount": "111122223333"},
                )
            )
        )
    )
    [[text]] = found  # type: ignore[misc] # a list of one resolved value
    [statement] = json.loads(str(text))["Statement"]
    assert statement["Principal"] == {"Service": ["pods.eks.amazonaws.com"]}
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    assert "Resource" not in statement

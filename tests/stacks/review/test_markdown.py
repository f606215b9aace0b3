"""The comment of a review: what matters first, folded and never cut off, the same bytes twice."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.diff.diff import diff
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.review.markdown import LIMIT, MARKER, ReviewTooLongError, markdown
from slipway.stacks.review.review import Review
from slipway.stacks.review.stack_review import Side, review_stack
from tests.stacks.cost.support.plans import AWS, deployment, plan, resource

TODAY = date(2026, 11, 25)
OLD = f"111122223333.dkr.ecr.eu-central-1.amazonaws.com/slipway/loan@sha256:{'a' * 64}"
NEW = OLD.replace("a" * 64, "b" * 64)
NETWORK = resource("slipway:aws:Network", "network")
NAT = resource("aws:ec2/natGateway:NatGateway", "nat", parent=NETWORK.urn)
BUCKET = resource("aws:s3/bucket:Bucket", "store", {"bucket": "b", "forceDestroy": True})
DATABASE = resource("aws:rds/instance:Instance", "database", {"skipFinalSnapshot": True})


def config(releases: dict[str, Any] | None = None) -> StackConfig:
    platform = {"variant": "cloud-native", "target": AWS, "models": {"loan": {}}}
    values = {"platform": platform, "releases": releases or {}}
    return load(RawStack(stack="dev", source="Pulumi.dev.yaml", values=values))


def reviewed(
    before: Sequence[PlannedResource] | None,
    after: Sequence[PlannedResource],
    *,
    releases: tuple[dict[str, Any] | None, dict[str, Any] | None] = (None, None),
    gone: tuple[str, ...] = (),
) -> Review:
    old, new = config(releases[0]), config(releases[1])
    was = Side(plan=plan(*(before or ())), config=old)
    will = Side(plan=plan(*after), config=new)
    cost = diff(bill(was), bill(will), base="main")
    one = review_stack(None if before is None else was, will, cost, TODAY, ())
    return Review(base="main", stacks=(one,), gone=gone)


def bill(side: Side) -> Any:
    return estimate(side.plan, side.config, with_book(None))


def test_it_begins_with_the_marker_and_one_sentence() -> None:
    text = markdown(reviewed([NETWORK], [NETWORK, NAT]))
    lines = text.splitlines()
    assert lines[0] == MARKER
    assert lines[2].startswith("### 1 of 1 stack change since main: 1 added; +")
    assert "USD a month; 0 new policy findings, 0 mended." in lines[2]


def test_what_takes_data_comes_first_with_what_is_lost() -> None:
    service = deployment("loan")
    text = markdown(reviewed([service, BUCKET, DATABASE], []))
    bucket = text.index("every object and version in it is deleted for good")
    database = text.index("the database goes without a last snapshot")
    pods = text.index("its pods stop until others are ready")
    assert max(bucket, database) < pods < text.index("**Cost:**") < text.index("<details>")


def test_what_the_cloud_refuses_is_no_loss() -> None:
    kept = resource("aws:s3/bucket:Bucket", "store", {"bucket": "b", "forceDestroy": False})
    assert "AWS refuses while it holds objects" in markdown(reviewed([kept], []))


def test_a_replacement_says_what_forces_it() -> None:
    before = resource("aws:s3/bucket:Bucket", "store", {"bucket": "old", "forceDestroy": True})
    after = resource("aws:s3/bucket:Bucket", "store", {"bucket": "new", "forceDestroy": True})
    text = markdown(reviewed([before], [after]))
    assert "replaced aws:s3/bucket:Bucket store" in text
    assert "(bucket forces it)" in text


def test_the_bill_is_shown_by_part_of_the_platform() -> None:
    text = markdown(reviewed([NETWORK], [NETWORK, NAT]))
    [row] = [line for line in text.splitlines() if line.startswith("| network |")]
    assert row.startswith("| network | 0.00 | ")


def test_new_and_mended_findings_are_told_apart() -> None:
    open_one = resource("aws:rds/instance:Instance", "database", {"publiclyAccessible": True})
    closed = resource("aws:rds/instance:Instance", "database", {"publiclyAccessible": False})
    worse = markdown(reviewed([closed], [open_one]))
    assert "**high** rds-private, `database` `publiclyAccessible`: got true." in worse
    better = markdown(reviewed([open_one], [closed]))
    assert "**Mended policy findings:**\n\n- rds-private, `database`" in better
    assert "New policy findings" not in better


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            None,
            {"version": 1, "image": OLD},
            "loan: first release, version 1 (sha256:aaaaaaaaaaaa)",
        ),
        (
            {"version": 1, "image": OLD},
            {"version": 2, "image": NEW},
            "loan: on from version 1 (sha256:aaaaaaaaaaaa) to 2 (sha256:bbbbbbbbbbbb)",
        ),
        (
            {"version": 2, "image": NEW},
            {"version": 1, "image": OLD},
            "loan: back from version 2 (sha256:bbbbbbbbbbbb) to 1 (sha256:aaaaaaaaaaaa)",
        ),
        ({"version": 2, "image": NEW}, None, "loan: version 2 is withdrawn"),
    ],
)
def test_a_release_is_told(
    before: dict[str, Any] | None, after: dict[str, Any] | None, told: str
) -> None:
    releases = ({"loan": before} if before else None, {"loan": after} if after else None)
    assert f"- {told}" in markdown(reviewed([], [], releases=releases))


def test_nothing_changed_is_one_sentence() -> None:
    text = markdown(reviewed([NAT], [NAT]))
    assert text == f"{MARKER}\n\n### Nothing changes in 1 stack since main.\n"


def test_a_new_stack_and_one_that_is_gone_are_told() -> None:
    text = markdown(reviewed(None, [NAT], gone=("old",)))
    assert "1 added" in text
    assert "Stacks that are no longer here: old. What they made runs on" in text


def test_details_are_counted_where_there_is_no_room_and_losses_stay() -> None:
    many = [
        resource("kubernetes:core/v1:ConfigMap", f"settings-{number:04}", {"data": "x" * 200})
        for number in range(2000)
    ]
    text = markdown(reviewed([BUCKET], many))
    assert len(text) < LIMIT
    assert "every object and version in it is deleted for good" in text
    assert "more: `slipway plan --base` lists each" in text
    assert "2000 added" in text


def test_what_can_not_be_folded_is_never_cut() -> None:
    lost = [
        resource("aws:s3/bucket:Bucket", f"store-{number:04}", {"forceDestroy": True})
        for number in range(2000)
    ]
    with pytest.raises(ReviewTooLongError, match="expected fewer than 60000"):
        markdown(reviewed(lost, []))


def test_two_renderings_are_the_same_bytes() -> None:
    found = reviewed([BUCKET, NAT], [NETWORK, DATABASE])
    assert markdown(found) == markdown(reviewed([BUCKET, NAT], [NETWORK, DATABASE]))


def test_a_name_can_not_call_anybody_or_break_out() -> None:
    sly = dataclasses.replace(deployment("loan"), name="@everyone </details> **x**")
    text = markdown(reviewed([], [sly]))
    assert "@everyone" not in text
    assert text.count("</details>") == text.count("<details>")


def test_a_secret_never_shows() -> None:
    """The plan masks secrets; a finding must not repeat what somebody wrote in plain."""
    plain = resource(
        "kubernetes:core/v1:Secret", "login", {"stringData": {"password": "canary-5c1"}}
    )
    text = markdown(reviewed([], [plain]))
    assert "secret-values-masked" in text
    assert "canary-5c1" not in text

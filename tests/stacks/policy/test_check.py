"""A report: what counts, what is excepted, what nobody can tell yet."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.policy.check import PolicyReport, check
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.stack import check_plan
from tests.stacks.cost.support.plans import AWS, config, plan, resource

TODAY = date(2026, 11, 25)


def database(name: str = "database", **inputs: Any) -> PlannedResource:
    sound = {
        "storageEncrypted": True,
        "publiclyAccessible": False,
        "backupRetentionPeriod": 7,
        "iamDatabaseAuthenticationEnabled": True,
        "manageMasterUserPassword": True,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "deletionProtection": True,
        "multiAz": True,
        "skipFinalSnapshot": False,
    }
    return resource("aws:rds/instance:Instance", name, {**sound, **inputs})


def report(*resources: PlannedResource, **platform: Any) -> PolicyReport:
    stack = config(AWS, **platform)
    return check(Scene(plan=plan(*resources), config=stack), TODAY)


def excepted(**more: Any) -> list[dict[str, Any]]:
    return [
        {
            "policy": "rds-private",
            "reason": "the auditors' tool asks from outside",
            "expires": "2026-12-31",
            **more,
        }
    ]


def test_a_sound_resource_has_no_finding() -> None:
    found = report(database(), environment="prod")
    assert (found.findings, found.failing("low")) == ((), ())
    assert found.judged == found.policies + 2  # two look at the platform itself, too


def test_a_finding_names_the_property_the_value_and_the_remedy() -> None:
    [found] = report(database(publiclyAccessible=True)).findings
    assert (found.policy.id, found.path, found.found) == (
        "rds-private",
        "publiclyAccessible",
        "true",
    )
    assert (found.state, found.fails) == ("broken", True)
    assert found.policy.remedy == "Leave publiclyAccessible at false."


def test_the_most_severe_come_first_and_the_least_can_be_left_out() -> None:
    found = report(
        database(
            enabledCloudwatchLogsExports=[],
            iamDatabaseAuthenticationEnabled=False,
            publiclyAccessible=True,
        )
    )
    assert [one.policy.severity for one in found.findings] == ["high", "medium", "low"]
    assert [len(found.failing(one)) for one in ("high", "medium", "low")] == [1, 2, 3]


def test_what_protects_production_is_asked_of_production_alone() -> None:
    loose = database(deletionProtection=False, multiAz=False)
    assert report(loose, environment="dev").findings == ()
    ids = {one.policy.id for one in report(loose, environment="prod").findings}
    assert ids == {"rds-protected-in-production", "rds-standby-in-production"}


@pytest.mark.parametrize(("environment", "fails"), [("dev", False), ("prod", True)])
def test_what_nobody_can_tell_counts_in_production(environment: str, *, fails: bool) -> None:
    found = report(database(publiclyAccessible="<unknown>"), environment=environment)
    [one] = found.findings
    assert (one.state, one.fails) == ("not evaluated", fails)


def test_an_exception_takes_a_finding_out_until_its_last_day() -> None:
    open_one = database(publiclyAccessible=True)
    [last_day] = report(open_one, policyExceptions=excepted(expires="2026-11-25")).findings
    assert (last_day.state, last_day.fails) == ("excepted", False)
    assert last_day.exception == "the auditors' tool asks from outside"
    [day_after] = report(open_one, policyExceptions=excepted(expires="2026-11-24")).findings
    assert (day_after.state, day_after.fails) == ("broken", True)
    assert "its exception ended on 2026-11-24" in str(day_after.exception)


def test_an_exception_is_for_the_resources_that_it_names() -> None:
    found = report(
        database("audit-copy", publiclyAccessible=True),
        database("main", publiclyAccessible=True),
        policyExceptions=excepted(resource="audit-*"),
    )
    assert {one.name: one.state for one in found.findings} == {
        "audit-copy": "excepted",
        "main": "broken",
    }


def test_an_exception_that_excepts_nothing_is_told() -> None:
    [unused] = report(database(), policyExceptions=excepted()).unused
    assert unused.policy == "rds-private"


def test_an_exception_of_no_policy_is_refused_with_the_nearest() -> None:
    stack = config(AWS, policyExceptions=excepted(policy="rds-privat"))
    told = r"policyExceptions\[0\]\.policy: got rds-privat; .*nearest is rds-private"
    with pytest.raises(ConfigError, match=told):
        check_plan(plan(database()), stack, TODAY)


def test_an_exception_needs_a_reason_and_a_last_day() -> None:
    with pytest.raises(ConfigError, match="reason"):
        config(AWS, policyExceptions=excepted(reason="because"))
    with pytest.raises(ConfigError, match="expires"):
        config(AWS, policyExceptions=[{"policy": "rds-private", "reason": "a good long one"}])


@pytest.mark.parametrize("written", ["2026-12-31", "2026-12-31 00:00:00 +0000 UTC"])
def test_the_last_day_is_read_as_the_engine_hands_it_on(written: str) -> None:
    found = config(AWS, policyExceptions=excepted(expires=written))
    assert found.platform.policy_exceptions[0].expires == date(2026, 12, 31)
    with pytest.raises(ConfigError, match="expires"):
        config(AWS, policyExceptions=excepted(expires=f"{written} and more"))


def test_the_budget_is_a_policy_too() -> None:
    stack = config(AWS, budget={"monthly": "1"})
    found = check_plan(plan(resource("aws:eks/cluster:Cluster", "eks")), stack, TODAY)
    [over] = [one for one in found.findings if one.policy.id == "budget"]
    assert "above the budget of 1.00" in over.found


def test_what_exists_already_is_somebody_elses() -> None:
    adopted = dataclasses.replace(database(publiclyAccessible=True), read=True)
    assert report(adopted).findings == ()

"""What each assumption alone does to a total."""

from decimal import Decimal

from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.compare.sensitivity import sensitivity
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from tests.stacks.cost.support.plans import (
    TRAFFIC,
    config,
    deployment,
    node_group,
    plan,
    scaler,
)


def made() -> Estimator:
    small = plan(node_group(high=20), deployment("loan", pool="models"), scaler("loan", 1, 40))
    models = {"loan": {"serving": {"replicas": {"min": 1, "max": 40}}}}
    return Estimator(small, config(traffic=TRAFFIC, models=models), with_book(None))


def test_every_assumption_is_moved_with_all_others_as_expected() -> None:
    one = made()
    expected = {each.name: Span.exactly(each.value.expected) for each in one.base.assumptions}
    swings = sensitivity("one", one)
    assert {swing.assumption for swing in swings} == set(expected)
    for swing in swings:
        for value, total in (
            (swing.low_value, swing.total_at_low),
            (swing.high_value, swing.total_at_high),
        ):
            alone = expected | {swing.assumption: Span.exactly(value)}
            assert one.at(alone).total == Span.exactly(total)


def test_the_largest_swing_is_first_and_traffic_is_among_them() -> None:
    swings = sensitivity("one", made())
    sizes = [swing.swing for swing in swings]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0
    (traffic,) = [one for one in swings if one.assumption == "requests-per-second loan"]
    assert [traffic.low_value, traffic.high_value] == [5, 200]
    assert traffic.unit == "requests/s"
    assert traffic.swing == traffic.total_at_high - traffic.total_at_low > 0


def test_a_swing_is_no_less_for_a_total_that_falls() -> None:
    for swing in sensitivity("one", made()):
        assert swing.estimate == "one"
        assert swing.swing == abs(swing.total_at_high - swing.total_at_low) >= Decimal(0)

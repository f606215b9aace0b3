"""Cron lines in EventBridge's words."""

import pytest

from slipway.components.aws.schedule_expression import (
    UntranslatableScheduleError,
    schedule_expression,
)

LINES = {
    "*/15 * * * *": "cron(0,15,30,45 * * * ? *)",
    "0 6 * * *": "cron(0 6 * * ? *)",
    "30 0-6/3 1,15 * *": "cron(30 0,3,6 1,15 * ? *)",
    "0 6 * * 1-5": "cron(0 6 ? * MON,TUE,WED,THU,FRI *)",
    "0 6 * * 0": "cron(0 6 ? * SUN *)",
    "0 6 * * 7": "cron(0 6 ? * SUN *)",
    "0 6 * * 5-7": "cron(0 6 ? * SUN,FRI,SAT *)",
    "0 6 * * */2": "cron(0 6 ? * SUN,TUE,THU,SAT *)",
    "0 6 * JAN,jul mon": "cron(0 6 ? 1,7 MON *)",
    "5/20 * * * *": "cron(5,25,45 * * * ? *)",
}


@pytest.mark.parametrize(("line", "expected"), LINES.items(), ids=LINES.keys())
def test_a_line_is_spelled_out(line: str, expected: str) -> None:
    assert schedule_expression(line) == expected


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("0 6 1 * 1", "1 1"),
        ("0 6 L * *", "L"),
        ("0 6 * * 5#2", "5#2"),
        ("60 * * * *", "60"),
        ("0 22-4 * * *", "22-4"),
        ("*/0 * * * *", "*/0"),
        ("*/x * * * *", "*/x"),
    ],
)
def test_what_eventbridge_cant_say_is_refused_by_name(line: str, named: str) -> None:
    with pytest.raises(UntranslatableScheduleError) as caught:
        schedule_expression(line)
    assert repr(named) in str(caught.value)
    assert repr(line) in str(caught.value)

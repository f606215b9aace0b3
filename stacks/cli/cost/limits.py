"""Options for the limits that a bill must keep."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import click
from typing_extensions import override

from slipway.stacks.cost.guard.limits import MaxIncrease

F = TypeVar("F", bound=Callable[..., object])
_INCREASE = re.compile(r"(?P<figure>\d+(\.\d+)?) ?(?P<percent>%?)")
_SHARE = re.compile(r"(?P<figure>\d+(\.\d+)?) ?%")
_DAYS = re.compile(r"(?P<figure>\d{1,5})d")
_WHOLE = 100


class IncreaseType(click.ParamType[MaxIncrease]):
    """`50`, money a month, or `10%` of the base's bill."""

    name = "amount or share"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> MaxIncrease:
        found = _INCREASE.fullmatch(str(value))
        if found is None:
            self.fail(f"got {value!r}; expected an amount or a share, like 50 or 10%", param, ctx)
        return MaxIncrease(figure=Decimal(found["figure"]), percent=bool(found["percent"]))


class ShareType(click.ParamType[Decimal]):
    """`95%`; without the sign it could be meant as 0.95."""

    name = "share"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        found = _SHARE.fullmatch(str(value))
        if found is None or Decimal(found["figure"]) > _WHOLE:
            self.fail(f"got {value!r}; expected a share of 0% to 100%, like 95%", param, ctx)
        return Decimal(found["figure"])


class DaysType(click.ParamType[timedelta]):
    """`400d`."""

    name = "days"

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        found = _DAYS.fullmatch(str(value))
        if found is None:
            self.fail(f"got {value!r}; expected a number of days, like 400d", param, ctx)
        return timedelta(days=int(found["figure"]))


def limit_options(command: F) -> F:
    """Adds the limits."""
    for option in (
        click.option(
            "--max-price-age", type=DaysType(), help="Fail when a price used is older, e.g. 400d."
        ),
        click.option(
            "--min-coverage", type=ShareType(), help="Fail when a smaller share has prices: 95%."
        ),
        click.option(
            "--max-increase",
            type=IncreaseType(),
            help="With --base: fail when the expected bill rises by more, e.g. 50 or 10%.",
        ),
    ):
        command = option(command)
    return command

"""Reads fields of an answer whose shape nobody promises."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import cast

from slipway.stacks.cost.refresh.answer import UnusableAnswerError


def parsed(text: str) -> Mapping[str, object]:
    """A JSON object; its numbers stay exact.

    Raises:
        UnusableAnswerError: It is none.
    """
    try:
        found: object = json.loads(text, parse_float=Decimal)
    except ValueError:
        raise UnusableAnswerError("the answer is no JSON") from None
    return record(found, "the answer")


def record(value: object, what: str) -> Mapping[str, object]:
    """An object of the answer.

    Raises:
        UnusableAnswerError: It is something else.
    """
    if not isinstance(value, dict):
        raise UnusableAnswerError(f"{what} is no JSON object")
    return cast("dict[str, object]", value)


def sequence(value: object, what: str) -> Sequence[object]:
    """A list of the answer.

    Raises:
        UnusableAnswerError: It is something else.
    """
    if not isinstance(value, list):
        raise UnusableAnswerError(f"{what} is no list")
    return cast("list[object]", value)


def text_of(fields: Mapping[str, object], name: str) -> str:
    """A text; empty where there is none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def number_of(fields: Mapping[str, object], name: str) -> Decimal:
    """A number, which may be written as text.

    Raises:
        UnusableAnswerError: It is missing or none.
    """
    value = fields.get(name)
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("nan")
        if number.is_finite():
            return number
    raise UnusableAnswerError(f"{name} is {value!r} and no number")

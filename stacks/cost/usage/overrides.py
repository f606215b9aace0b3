"""A user's own assumptions: a YAML file of names with low, expected, high and a reason."""

import dataclasses
from decimal import Decimal, InvalidOperation
from pathlib import Path

from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import defaults
from slipway.stacks.cost.usage_list.yaml_lines import Placed, read_yaml

_KEYS = ("low", "expected", "high", "reason")


def read_overrides(path: Path) -> dict[str, UsageAssumption]:
    """The assumptions of a file, by name.

    Raises:
        CostInputError: A name is unknown, a figure no number, or a range out of order.
    """
    faults: list[InputFault] = []
    found = {
        name: one
        for name, place in read_yaml(path).mapping.items()
        if (one := _override(str(path), name, place, faults)) is not None
    }
    if faults:
        raise CostInputError(faults)
    return found


def _override(
    source: str, name: str, place: Placed, faults: list[InputFault]
) -> UsageAssumption | None:
    default = defaults().get(name)
    value = _span(place)
    reason = place.mapping.get("reason")
    if default is None:
        wrong = (name, "an assumption that is known", f"Known are: {', '.join(defaults())}.")
    elif set(place.mapping) != set(_KEYS) or reason is None or not reason.text:
        wrong = (name, f"the keys {', '.join(_KEYS)}", "Say in one line why.")
    elif value is None:
        wrong = (name, "numbers with 0 <= low <= expected <= high", "Put them in order.")
    else:
        return dataclasses.replace(default, value=value, origin="file", reason=reason.text)
    faults.append(
        InputFault(source=source, line=place.line, value=wrong[0], rule=wrong[1], remedy=wrong[2])
    )
    return None


def _span(place: Placed) -> Span | None:
    texts = [place.mapping[key].text or "" for key in _KEYS[:3] if key in place.mapping]
    try:
        low, expected, high = map(Decimal, texts)
        return Span(low, expected, high)
    except (InvalidOperation, ValueError):
        return None

"""Values at a property path of planned inputs; ``rules[].name`` means each of a list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json


class Absent(Enum):
    """Nothing is there, which is another thing than null in some APIs and the same in others."""

    ABSENT = "nothing"


ABSENT = Absent.ABSENT
Value = Json | Absent


@dataclass(frozen=True, kw_only=True)
class Found:
    """A value with its exact path."""

    path: str
    value: Value

    @property
    def unknown(self) -> bool:
        """Whether only a deployment can tell the value."""
        return self.value == UNKNOWN

    @property
    def shown(self) -> str:
        """The value for a message; a long one cut, a secret never shown."""
        if self.value is ABSENT or self.value is None:
            return "nothing"
        if self.value == SECRET:
            return "a secret"
        text = str(self.value).lower() if isinstance(self.value, bool) else str(self.value)
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


_SHOWN = 80


def find(inputs: Mapping[str, Json], path: str) -> tuple[Found, ...]:
    """The values at a path: one, or one per element where it has ``[]``; never none at all.

    An empty list has no elements: then the list itself is found, as absent.
    """
    return tuple(_find(dict(inputs), path.split("."), ""))


def _find(value: Value, steps: list[str], at: str) -> Iterator[Found]:
    if not steps or value is ABSENT or value == UNKNOWN:
        yield Found(path=".".join([part for part in (at, *steps) if part]), value=value)
        return
    name = steps[0].removesuffix("[]")
    inner: Value = value.get(name, ABSENT) if isinstance(value, dict) else ABSENT
    here = f"{at}.{name}" if at else name
    if not steps[0].endswith("[]") or inner == UNKNOWN:
        yield from _find(inner, steps[1:], here)
    elif isinstance(inner, list) and inner:
        for number, one in enumerate(inner):
            yield from _find(one, steps[1:], f"{here}[{number}]")
    else:
        yield Found(path=here, value=ABSENT)

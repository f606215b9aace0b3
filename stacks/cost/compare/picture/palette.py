"""Colours that people with any colour vision tell apart, on light and on dark ground.

Those of Okabe and Ito (https://jfly.uni-koeln.de/color/) without black, and a grey.
"""

from collections.abc import Iterable, Mapping

from slipway.stacks.plan.roles import Role

INK = "#24292f"
"""Of text and axes on light ground; pictures on dark ground take the other one."""
DARK_INK = "#e6edf3"
LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#0d1117"
REST_COLOUR = "#8c959f"
ROLE_COLOURS: Mapping[Role, str] = {
    "cluster": "#0072b2",
    "serving": "#d55e00",
    "tracking": "#009e73",
    "network": "#56b4e9",
    "monitoring": "#e69f00",
    "database": "#cc79a7",
    "registry": "#f0e442",
}
"""Those that are often large; the others share the grey."""
_LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


def bar_colour(name: str) -> str:
    """A role's own, or the grey of all others."""
    own = {str(role): colour for role, colour in ROLE_COLOURS.items()}
    return own.get(name, REST_COLOUR)


def line_colours(names: Iterable[str]) -> Mapping[str, str]:
    """One for each; they begin again where there are more lines than colours."""
    return {name: _LINES[at % len(_LINES)] for at, name in enumerate(names)}

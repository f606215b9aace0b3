"""The two pictures that a comparison is read from, as SVG."""

from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.picture import bars, curve
from slipway.stacks.cost.compare.picture.svg import drawn
from slipway.stacks.cost.compare.render.sentences import answer, break_evens


class NoCurveError(Exception):
    """A curve over request rates was asked for where no model has traffic."""

    def __init__(self, stack: str) -> None:
        super().__init__(
            f"Pulumi.{stack}.yaml: platform.workload: got no traffic; expected requestsPerSecond "
            "of a model, over which a curve is drawn. State it, or draw the bars alone."
        )


def bars_svg(comparison: Comparison) -> str:
    """What each variant costs a month by role: a bar as expected, a line from low to high."""
    return drawn(
        "bars",
        bars.height(comparison),
        lambda figure: bars.draw_bars(figure, comparison),
        title=f"Cost a month of {comparison.stack} by variant",
        description=answer(comparison),
    )


def curve_svg(comparison: Comparison) -> str:
    """What each variant costs a month over the request rate, and where the cheapest changes.

    Raises:
        NoCurveError: No model has traffic.
    """
    sweep = comparison.sweep
    if sweep is None:
        raise NoCurveError(comparison.stack)
    return drawn(
        "curve",
        curve.HEIGHT,
        lambda figure: curve.draw_curve(figure, comparison, sweep),
        title=f"Cost a month of {comparison.stack} over request rate",
        description=" ".join(break_evens(comparison)),
    )

"""A comparison as one HTML file that needs nothing beside itself: to send, to read, to print."""

from collections.abc import Iterable
from pathlib import Path

from slipway.stacks.advice.sentences import number
from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.figures import cheapest
from slipway.stacks.cost.compare.picture.draw import bars_svg, curve_svg
from slipway.stacks.cost.compare.render import sentences
from slipway.stacks.cost.compare.render.table import factor_rows, other_rows, role_rows, total_rows
from slipway.stacks.cost.compare.render.tornado import tornados
from slipway.stacks.cost.compare.rounded import grouped
from slipway.stacks.cost.usage.assumption import UsageAssumption

_TEMPLATE = Path(__file__).with_name("page.html.j2")


def write_page(comparison: Comparison, path: Path) -> None:
    """Writes the page; equal comparisons give equal bytes.

    Raises:
        OSError: The file can't be written.
    """
    path.write_text(page(comparison), encoding="utf-8")


def page(comparison: Comparison) -> str:
    """Pictures, table, what it means, what was assumed, and how much of it is known."""
    # Imported late: only who wants a page waits for it.
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        comparison=comparison,
        cheapest=cheapest(comparison).cell,
        subject=sentences.subject(comparison),
        answer=sentences.answer(comparison),
        # Our own drawings: what comes from a stack was escaped when they were made.
        bars=Markup(bars_svg(comparison)),  # noqa: S704
        curve=None if comparison.sweep is None else Markup(curve_svg(comparison)),  # noqa: S704
        roles=list(role_rows(comparison)),
        totals=list(total_rows(comparison)),
        others=list(other_rows(comparison)),
        chapters=list(sentences.chapters(comparison)),
        closing=sentences.closing(comparison),
        beside_money=sentences.BESIDE_MONEY,
        factors=list(factor_rows(comparison)),
        reasons=comparison.factors,
        tornados=list(tornados(comparison)),
        assumptions=assumptions(comparison),
        prices=_price_count(comparison),
        grouped=grouped,
        number=number,
    )


def assumptions(comparison: Comparison) -> list[UsageAssumption]:
    """Every one that any of the estimates rests on, once."""
    used: Iterable[UsageAssumption] = (
        one for entry in comparison.entries for one in entry.estimate.assumptions
    )
    return list({(one.name, one.scope): one for one in used}.values())


def _price_count(comparison: Comparison) -> int:
    return len({price.key for entry in comparison.entries for price in entry.estimate.prices})

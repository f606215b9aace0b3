"""Why nothing can be compared."""

from collections.abc import Mapping, Sequence

from slipway.stacks.cost.compare.cells.candidates import Misfit


class ComparisonError(Exception):
    """What was asked for has no comparison; the message says what to do."""


class NothingFitsError(ComparisonError):
    """No cell can run what the stack asks for."""

    def __init__(self, stack: str, misfits: Sequence[Misfit]) -> None:
        lines = [f"{stack}: no variant on a cloud fits it, so that there is nothing to compare:"]
        lines += [f"  {one.cell}: {one.reason}" for one in misfits]
        super().__init__("\n".join(lines))


class MixedCurrenciesError(ComparisonError):
    """Bills in several currencies, which nobody adds or compares."""

    def __init__(self, currencies: Mapping[str, str]) -> None:
        told = ", ".join(f"{cell} in {currency}" for cell, currency in currencies.items())
        super().__init__(
            f"prices: got {told}; expected one currency. State every price of --prices in the "
            "built-in prices' own, or all that are used in another."
        )

"""Factors and advice in a terminal."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from slipway.stacks.advice import sentences
from slipway.stacks.advice.advice import Advice, Duel
from slipway.stacks.advice.sentences import number
from slipway.stacks.advice.table import FactorRow


def print_factors(table: Sequence[FactorRow], console: Console) -> None:
    """A block per factor: the score of each variant, and its reason."""
    console.print("[bold]Factors: 1 to 5, and 5 is always the best for the team[/]")
    shown = _table("variant")
    shown.add_column("score", justify="right", no_wrap=True)
    shown.add_column("reason")
    for row in table:
        shown.add_row(f"[bold]{row.title}[/]", "", f"[dim]5: {row.best}[/]")
        for label, score in row.grouped.items():
            names = "\n".join(f"  {one}" for one in label.split("; "))
            shown.add_row(names, number(score.value), score.reason)
        shown.add_section()
    console.print(shown)


def print_advice(advice: Advice, console: Console) -> None:
    """The ranking first, the reasons last."""
    console.print("[bold]Ranking by weighted score[/]")
    console.print(_ranking(advice))
    _say(console, [sentences.weighing(advice), ""])
    for duel in advice.duels:
        _say(console, [sentences.decided(advice, duel)])
        console.print(_duel(duel))
    console.print("[bold]How far from flipping: one weight that changes the first[/]")
    console.print(_flips(advice))
    _say(console, [sentences.combined(advice), sentences.bounds(advice), ""])
    print_factors(advice.table, console)
    _say(console, sentences.left_out(advice))


def _ranking(advice: Advice) -> Table:
    table = _table("")
    table.add_column("option")
    table.add_column("score", justify="right")
    for place, one in enumerate(advice.ranking, start=1):
        style = "bold" if place == 1 else None
        table.add_row(str(place), one.option, number(one.score), style=style)
    return table


def _duel(duel: Duel) -> Table:
    table = _table("factor")
    for name in ("weight", "first", "other", "adds to the lead"):
        table.add_column(name, justify="right")
    for one in duel.contributions:
        figures = (one.weight, one.first, one.second)
        table.add_row(one.factor, *map(number, figures), sentences.signed(one.lead))
    return table


def _flips(advice: Advice) -> Table:
    table = _table("factor")
    for name in ("weight", "flips at", "change", "relative"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("then first")
    together = advice.combined
    if together is not None:
        table.add_column(sentences.TOGETHER, justify="right")
    for one in advice.flips:
        at = sentences.NEVER if one.at is None else number(one.at)
        change = "" if one.change is None else sentences.signed(one.change)
        relative = "" if one.change is None else sentences.percent(one.relative)
        row = [one.factor, number(one.weight), at, change, relative, one.challenger or ""]
        if together is not None:
            row.append(number(together.weights[one.factor]))
        table.add_row(*row)
    return table


def _table(first: str) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(first)
    return table


def _say(console: Console, lines: Iterable[str]) -> None:
    """Between words at the edge of a terminal; in one line for whoever reads a pipe."""
    for line in lines:
        console.print(line, soft_wrap=not console.is_terminal, highlight=False, markup=False)

"""`slipway cost refresh`: today's list prices, asked of the providers."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.cost.regions import tell
from slipway.stacks.cli.errors import CheckFailedError, UserError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.cli.published.cost_refresh import RefreshDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.catalogue.layers import refreshed_file
from slipway.stacks.cost.catalogue.price import PriceKey
from slipway.stacks.cost.refresh import refresh as asking
from slipway.stacks.cost.refresh.keys import all_keys, keys_of_stack, of_provider
from slipway.stacks.cost.refresh.refresh import Refreshed


class UnwritableBookError(UserError):
    """The refreshed book can't be written."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: got {problem}; expected a file that can be written. "
            "Set SLIPWAY_REFRESHED_PRICES or SLIPWAY_CACHE to a place of yours."
        )


class UnavailableError(UserError):
    """Providers that couldn't be asked."""

    def __init__(self, unavailable: Mapping[str, str], left: int) -> None:
        told = "\n".join(unavailable.values())
        super().__init__(f"{told}\nNot asked for: {left} prices, which stay as they are.")


class NothingToAskError(UserError):
    """A stack that looks up no list price, or none of that provider."""

    def __init__(self, stack: str, provider: str | None) -> None:
        whose = "any provider" if provider is None else provider
        super().__init__(
            f"--stack {stack}: got no price of {whose} that its estimate looks up; expected some. "
            "Name a stack in a cloud, or refresh everything by --all."
        )


class FailedError(CheckFailedError):
    """Keys that were asked for in vain."""

    def __init__(self, result: Refreshed) -> None:
        lines = [f"{one.key}: {one.problem}. Asked: {one.query}." for one in result.failures]
        told = "\n".join(lines)
        total = len(result.quotes) + len(lines)
        super().__init__(
            f"{told}\nIn vain: {len(lines)} of {total} prices, which stay as they are."
        )


@click.command()
@stack_option
@click.option("--all", "everything", is_flag=True, help="All built-in prices and stacks here.")
@click.option("--provider", type=click.Choice(["aws", "azure"]), help="Only this provider's.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked; ask nobody.")
@json_option
def refresh(
    stack: str, *, everything: bool, provider: str | None, dry_run: bool, as_json: bool
) -> None:
    """Ask the providers for today's list prices and keep them.

    They are kept in $SLIPWAY_REFRESHED_PRICES, by default prices/refreshed.csv in $SLIPWAY_CACHE
    (~/.cache/slipway), and stand over the built-in prices, under --prices. No estimate ever asks.
    Azure needs no login, AWS one that may call pricing:GetProducts. SLIPWAY_AZURE_PRICES_URL and
    SLIPWAY_AWS_PRICES_URL name mirrors.

    Exit code 1: a price was asked for in vain; it stays as it was. 2: a provider couldn't be
    asked. Whatever was answered is kept in both cases.
    """
    with input_faults():
        keys = of_provider(_all_keys() if everything else _stack_keys(stack), provider)
    if not keys:
        raise NothingToAskError(stack, provider)
    path = refreshed_file()
    apis = asking.sources()
    if dry_run:
        _print_plan(path, asking.planned(keys, apis), as_json=as_json)
        return
    today = datetime.now(tz=UTC).date()
    try:
        result = asking.refresh(keys, apis, path, today=today, tell=tell)
    except OSError as error:
        raise UnwritableBookError(path, error.strerror or str(error)) from error
    _print(path, result, as_json=as_json)
    if result.failures:
        failed = FailedError(result)
        if not result.unavailable:
            raise failed
        tell(failed.message)
    if result.unavailable:
        raise UnavailableError(result.unavailable, len(result.not_asked))


def _stack_keys(stack: str) -> Sequence[PriceKey]:
    return keys_of_stack(load(from_file(stack_file(stack))))


def _all_keys() -> Sequence[PriceKey]:
    return all_keys(load(from_file(path)) for path in sorted(Path.cwd().glob("Pulumi.*.yaml")))


def _print(path: Path, result: Refreshed, *, as_json: bool) -> None:
    if as_json:
        _print_document(RefreshDocument.of(str(path), result))
        return
    for one in result.quotes:
        amounts = ", ".join(
            f"{tier.amount:f}" + (f" from {tier.start:f} on" if tier.start else "")
            for tier in one.tiers
        )
        click.echo(f"{one.key}: {amounts} USD per {one.unit}")
    where = f", kept in {path}" if result.quotes else ""
    total = len(result.quotes) + len(result.failures) + len(result.not_asked)
    click.echo(f"Refreshed: {len(result.quotes)} of {total} prices{where}.")
    _print_no_query(len(result.no_query))


def _print_plan(path: Path, queries: Mapping[PriceKey, str | None], *, as_json: bool) -> None:
    if as_json:
        _print_document(RefreshDocument.planned(str(path), queries))
        return
    asked = {key: query for key, query in queries.items() if query is not None}
    for key, query in asked.items():
        click.echo(f"{key}: {query}")
    click.echo(f"To ask for: {len(asked)} prices. Nobody was asked.")
    _print_no_query(len(queries) - len(asked))


def _print_no_query(count: int) -> None:
    if count:
        click.echo(f"No query: {count} prices, which stay as they are; --json names them.")


def _print_document(document: RefreshDocument) -> None:
    click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))

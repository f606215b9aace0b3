"""Progress on standard error, so that standard output holds the result alone."""

import click


def progress(line: str) -> None:
    """Shows one line to the person who waits."""
    click.echo(line, err=True)

"""The question before `up`, or its answer given beforehand."""

import click

from slipway.stacks.releases.apply import Consent


def consent(*, yes: bool, no_up: bool) -> Consent:
    """How far a command may go, as its options say."""
    return Consent(ask=_agree if yes else _confirm, run_up=not no_up)


def _agree(_question: str) -> bool:
    return True


def _confirm(question: str) -> bool:
    return click.confirm(question, default=False, err=True)

"""How the dynamic provider speaks to the user, through Pulumi's engine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from slipway.components.local.errors import LocalClusterError


@contextmanager
def said_plainly() -> Iterator[None]:
    """A fault that the user can act on appears as its own sentence.

    The SDK formats every exception with its traceback; this is the only handle that it leaves.
    """
    try:
        yield
    except LocalClusterError as error:
        sys.tracebacklimit = 0
        raise error from None


def say(line: str) -> None:
    """The engine shows what a provider writes here."""
    sys.stderr.write(f"local cluster: {line}\n")
    sys.stderr.flush()

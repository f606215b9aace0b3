"""Opens connections with passwords of a source, whatever a rotation does meanwhile."""

import time
from collections.abc import Callable, Sequence

from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

from .errors import CredentialsError
from .source import PasswordSource, Target, is_refusal

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 1.0
DEFAULT_PORT = 5432


class Connector:
    """SQLAlchemy's `do_connect`: tries what the source offers, and asks it again when refused.

    Between the moment when a server takes a new password and the moment when this process can see
    it, seconds may pass: a connection waits for them instead of failing its request.
    """

    def __init__(
        self,
        source: PasswordSource,
        *,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._source, self._patience = source, patience
        self._clock, self._sleep = clock, sleep

    def __call__(
        self,
        dialect: Dialect,
        record: object,
        arguments: Sequence[object],
        parameters: dict[str, object],
    ) -> DBAPIConnection | None:
        """A connection; None leaves it to SQLAlchemy: other databases, and URLs with a password.

        Raises:
            CredentialsError: The source has no password.
            Exception: The driver's own, for a refusal that lasts and for every other fault.
        """
        del record
        if dialect.name != "postgresql" or parameters.get("password"):
            return None
        target = _target(parameters)
        end = self._clock() + self._patience
        refusal = self._try(dialect, target, arguments, parameters, fresh=False)
        while isinstance(refusal, Exception):
            # At once the first time: a copy may have been out of date.
            refusal = self._try(dialect, target, arguments, parameters, fresh=True)
            if isinstance(refusal, Exception):
                if self._clock() >= end:
                    raise refusal
                self._sleep(PAUSE_SECONDS)
        return refusal

    def _try(
        self,
        dialect: Dialect,
        target: Target,
        arguments: Sequence[object],
        parameters: dict[str, object],
        *,
        fresh: bool,
    ) -> DBAPIConnection | Exception:
        """A connection, or the last refusal."""
        refusal: Exception = CredentialsError(f"no password for {target.user} at {target.host}")
        for password in self._source.passwords(target, fresh=fresh):
            try:
                return dialect.connect(*arguments, **{**parameters, "password": password})
            except Exception as error:
                if not is_refusal(error):
                    raise
                refusal = error
        return refusal


def _target(parameters: dict[str, object]) -> Target:
    return Target(
        host=str(parameters.get("host", "")),
        port=int(str(parameters.get("port", DEFAULT_PORT))),
        user=str(parameters.get("user", "")),
    )

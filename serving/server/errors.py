"""Every way in which a request can fail, and the HTTP status and metric label of each.

ServingError
├── BadRequest 400 ── InvalidInput 400
├── NotFound 404, MethodNotAllowed 405, SlowBody 408
├── BodyTooLarge 413, UnsupportedMediaType 415
├── TooBusy 429
├── ModelFailed 500
└── NotReady 503, DeadlineExceeded 504

No message ever holds a value from the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_FAULTS = 5


class ServingError(Exception):
    """A refusal that the client reads as one sentence."""

    status: ClassVar[int]
    cause: ClassVar[str]
    """The label of slipway_request_failures_total."""

    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Headers beside the usual ones."""
        return ()


class BadRequest(ServingError):  # noqa: N818 - named after the HTTP status
    """The request can't be understood."""

    status = 400
    cause = "bad_request"

    def __init__(self, place: str, *, got: str, expected: str) -> None:
        super().__init__(f"{place}: got {got}; expected {expected}.")


class InvalidInput(ServingError):  # noqa: N818 - reads as the fact
    """The columns don't fit the model's signature; all faults at once, a handful shown."""

    status = 400
    cause = "invalid_input"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        shown = "; ".join(self.faults[:_SHOWN_FAULTS])
        more = len(self.faults) - _SHOWN_FAULTS
        super().__init__(f"{shown}; and {more} more." if more > 0 else f"{shown}.")


class NotFound(ServingError):  # noqa: N818 - named after the HTTP status
    """No such path, or a model that this process doesn't serve."""

    status = 404
    cause = "not_found"


class MethodNotAllowed(ServingError):  # noqa: N818 - named after the HTTP status
    """The path is there, the method isn't."""

    status = 405
    cause = "bad_request"

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = ", ".join(sorted(allowed))
        super().__init__(f"method: expected {self._allowed}.")

    @override
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """Names the methods, as RFC 9110 demands."""
        return ((b"allow", self._allowed.encode()),)


class SlowBody(ServingError):  # noqa: N818 - named after the fact
    """A client that doesn't finish its body would hold a connection for ever."""

    status = 408
    cause = "slow_body"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"body: not complete; expected within {seconds:g} s.")


class BodyTooLarge(ServingError):  # noqa: N818 - named after the HTTP status
    """A body over the limit is never held in memory."""

    status = 413
    cause = "body_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"body: too large; expected at most {limit} bytes. Send fewer rows.")


class UnsupportedMediaType(ServingError):  # noqa: N818 - named after the HTTP status
    """A content type, charset or encoding that no codec reads."""

    status = 415
    cause = "media_type"

    def __init__(self, header: str, *, expected: str) -> None:
        super().__init__(f"header {header}: not supported; expected {expected}.")


class TooBusy(ServingError):  # noqa: N818 - named after the fact
    """The queue is full: refused at once, so that those who wait are still served in time."""

    status = 429
    cause = "too_busy"

    def __init__(self, retry_after: int) -> None:
        self._retry_after = retry_after
        super().__init__(f"The server is busy. Try again after {retry_after} s.")

    @override
    def headers(self) -> tuple[tuple[bytes, bytes], ...]:
        """When to come back."""
        return ((b"retry-after", str(self._retry_after).encode()),)


class ModelFailed(ServingError):  # noqa: N818 - named after the fact
    """The model raised: the client learns only the id under which the process logged it."""

    status = 500
    cause = "model"

    def __init__(self, request_id: str) -> None:
        super().__init__(f"The model failed on this request. Its id in the log is {request_id}.")


class NotReady(ServingError):  # noqa: N818 - named after the fact
    """The model is not loaded yet, or the process is about to stop."""

    status = 503
    cause = "not_ready"

    def __init__(self, phase: str) -> None:
        super().__init__(f"The model is not ready: {phase}.")


class DeadlineExceeded(ServingError):  # noqa: N818 - named after the fact
    """No prediction within the deadline, queue included."""

    status = 504
    cause = "deadline"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No prediction within the deadline of {seconds:g} s.")


CAUSES = (
    "bad_request",
    "invalid_input",
    "not_found",
    "slow_body",
    "body_too_large",
    "media_type",
    "too_busy",
    "model",
    "not_ready",
    "deadline",
    "internal",
)
"""Every label, so that each series exists from the start and a first failure is seen by rate()."""

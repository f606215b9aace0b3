"""The HTTP server's own warnings as events, for every line of the process's log is JSON."""

from __future__ import annotations

import logging

from typing_extensions import override

from slipway.serving.server.events import emit


class ServerEvents(logging.Handler):
    """Passes on what the HTTP server says, without arguments or errors: those may hold values."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        emit("http-server", level=record.levelname.lower(), message=str(record.msg))


def forward_server_log() -> None:
    """Takes the place of Python's last resort, which writes bare text to standard error."""
    logger = logging.getLogger("uvicorn")
    logger.handlers[:] = [ServerEvents(logging.WARNING)]
    logger.propagate = False

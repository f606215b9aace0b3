"""Checks whether what a program depends on answers already."""

import http.client
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from slipway.components.local.bare.init.spec import Gate

_SECONDS: Final = 1.0


def is_open(gate: Gate) -> bool:
    """Whether the gate answers, asked once and briefly."""
    try:
        return _answers(gate)
    except (OSError, http.client.HTTPException):
        return False


def _answers(gate: Gate) -> bool:
    parts = urlsplit(gate.url)
    if parts.scheme == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_SECONDS)
            connection.connect(parts.path)
        return True
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=gate.authority)
        client: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=_SECONDS, context=context
        )
    else:
        client = http.client.HTTPConnection(host, port, timeout=_SECONDS)
    try:
        client.request("GET", parts.path)
        return client.getresponse().status == http.HTTPStatus.OK
    finally:
        client.close()


def has_address(address: str) -> bool:
    """Whether one of this namespace's devices carries the address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

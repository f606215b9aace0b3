"""The content headers of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.errors import UnsupportedMediaType

if TYPE_CHECKING:
    from collections.abc import Mapping

_JSON = b"application/json"


def media_type(headers: Mapping[bytes, bytes], *, accepted: tuple[str, ...], default: str) -> str:
    """The body's type among the accepted ones; `default` without a header, which may be none."""
    if headers.get(b"content-type") == _JSON and b"content-encoding" not in headers:
        return _JSON.decode()  # every route takes it
    encoding = headers.get(b"content-encoding", b"identity").decode("latin-1").strip().lower()
    if encoding != "identity":
        raise UnsupportedMediaType("content-encoding", expected="an uncompressed body")
    header = headers.get(b"content-type")
    if header is None and default:
        return default
    kind, *parameters = (header or b"").decode("latin-1").lower().split(";")
    if kind.strip() not in accepted:
        raise UnsupportedMediaType("content-type", expected=" or ".join(accepted))
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType("content-type", expected="charset utf-8")
    return kind.strip()

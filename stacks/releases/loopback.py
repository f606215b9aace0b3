"""Addresses of this machine that no proxy can reach."""

import os

_LOCAL = ("localhost", "127.0.0.1")


def bypass_proxies() -> None:
    """Keeps the libraries from asking a proxy for our own loopback interface.

    They read nothing but the environment, each in its own spelling.
    """
    said = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    names = [name.strip() for name in said.split(",") if name.strip()]
    merged = ",".join([*names, *(name for name in _LOCAL if name not in names)])
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = merged

"""Clients that others wrote, in an environment of their own, apart from the product's packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.pinned_environment import NoEnvironmentError, pinned_environment

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def clients_environment() -> Path:
    """The virtual environment; a machine that can't make it skips the test, and says why."""
    try:
        return pinned_environment("model-clients", REQUIREMENTS)
    except NoEnvironmentError as fault:
        pytest.skip(f"the clients' environment can't be made: {fault}")

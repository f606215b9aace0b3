"""Clients that others wrote, in an environment of their own, apart from the product's packages."""

from __future__ import annotations

from pathlib import Path

from tests.support.pinned_environment import pinned_environment

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def clients_environment() -> Path:
    """The virtual environment; pins that can't be had fail the tests, as the project's own do."""
    return pinned_environment("model-clients", REQUIREMENTS)

"""The clients' environment, and a server for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.clients.environment import clients_environment
from tests.serving.server.server_process import ServerProcess
from tests.serving.server.tolerant_model import package_tolerant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def clients() -> Path:
    return clients_environment()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(package_tolerant(tmp_path_factory.mktemp("tolerant"))) as process:
        yield process

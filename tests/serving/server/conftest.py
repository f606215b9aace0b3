"""Packaged models and running servers, once per session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from slipway.serving.package import package_model
from tests.serving.package import saved_models
from tests.serving.server.server_process import ServerProcess
from tests.serving.server.tolerant_model import package_tolerant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def _packaged(factory: pytest.TempPathFactory, name: str, save: Callable[[Path], None]) -> Path:
    folder = factory.mktemp(name)
    save(folder / "mlflow")
    package_model(folder / "mlflow", folder / "model", name=name, version="3")
    return folder / "model"


@pytest.fixture(scope="session")
def loan_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packaged(tmp_path_factory, "car-loan", saved_models.save_loan)


@pytest.fixture(scope="session")
def sum_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packaged(tmp_path_factory, "sum", saved_models.save_sum)


@pytest.fixture(scope="session")
def matrix_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packaged(tmp_path_factory, "matrix", saved_models.save_matrix)


@pytest.fixture(scope="session")
def sleeper_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packaged(tmp_path_factory, "sleeper", saved_models.save_sleeper)


@pytest.fixture(scope="session")
def loan(loan_model: Path) -> Iterator[ServerProcess]:
    with ServerProcess(loan_model, SLIPWAY_BODY_BYTES="100000") as server:
        yield server


@pytest.fixture(scope="session")
def matrix(matrix_model: Path) -> Iterator[ServerProcess]:
    with ServerProcess(matrix_model) as server:
        yield server


@pytest.fixture(scope="session")
def tolerant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(package_tolerant(tmp_path_factory.mktemp("tolerant"))) as server:
        yield server

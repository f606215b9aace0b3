"""Saved models, once per session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.package import saved_models

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def loan_mlflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loan") / "mlflow"
    saved_models.save_loan(folder)
    return folder


@pytest.fixture(scope="session")
def matrix_mlflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix") / "mlflow"
    saved_models.save_matrix(folder)
    return folder

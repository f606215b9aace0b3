from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving.release.support.registry_process import running_registry
from tests.serving.release.support.tracking import Tracking


@pytest.fixture(scope="session")
def registry_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real registry; tests that use it carry the marker `engine`."""
    with running_registry(tmp_path_factory.mktemp("registry")) as address:
        yield address


@pytest.fixture(scope="session")
def tracking_template(tmp_path_factory: pytest.TempPathFactory) -> Tracking:
    """MLflow's database takes seconds to make, so it is made once and copied."""
    return Tracking.create(tmp_path_factory.mktemp("tracking"))


@pytest.fixture
def tracking(tracking_template: Tracking, tmp_path: Path) -> Tracking:
    """A registry with four versions that a test may change."""
    return tracking_template.copy_to(tmp_path)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder that looks like a packaged model."""
    folder = tmp_path / "package"
    (folder / "mlflow").mkdir(parents=True)
    (folder / "slipway-model.json").write_text('{"name": "car-loan"}')
    (folder / "mlflow" / "model.bin").write_bytes(bytes(range(256)) * 64)
    return folder

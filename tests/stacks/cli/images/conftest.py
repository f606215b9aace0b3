from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stacks.images.support.yard import Yard, open_yard


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Yard]:
    """A project with pinned builds, and two empty registries."""
    with open_yard(tmp_path, monkeypatch) as yard:
        yield yard

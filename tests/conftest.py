"""What all tests share: goldens, and an Output that can't be formatted by mistake."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"

# `f"{output}"` deploys a sentence about outputs instead of a value; with this it raises.
os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "true"

# No test depends on the prices that this machine once asked for; there is no such file.
os.environ["SLIPWAY_REFRESHED_PRICES"] = str(Path(__file__).parent / ".no-refreshed-prices.csv")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write tests/golden anew instead of comparing with it; read the difference before"
        " you commit it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of this name."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return
        assert path.exists(), f"{path}: not there; run pytest --update-goldens and read it"
        assert text == path.read_text(encoding="utf-8"), (
            f"{path} differs; if that is wanted, run pytest --update-goldens"
        )

    return compare

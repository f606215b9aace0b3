"""A team's weights: equal ones unless told, and wrong ones named."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from slipway.stacks.advice.errors import AdviceInputError
from slipway.stacks.advice.weights import of_file, of_option, weights

FACTORS = ("time-to-build", "flexibility")


def told(written: Sequence[str]) -> str:
    with pytest.raises(AdviceInputError) as error:
        weights([of_option(one) for one in written], FACTORS)
    return str(error.value)


def test_they_are_equal_unless_told() -> None:
    assert weights([], FACTORS) == {"time-to-build": 1, "flexibility": 1}


@pytest.mark.parametrize(
    ("text", "value"), [("3", 3), ("0.25", Fraction(1, 4)), (".5", Fraction(1, 2)), ("0", 0)]
)
def test_a_weight_is_read_exactly_and_others_stay(text: str, value: Fraction) -> None:
    found = weights([of_option(f"flexibility={text}")], FACTORS)
    assert found == {"time-to-build": 1, "flexibility": value}


def test_an_option_counts_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("time-to-build: 5\nflexibility: 2\n", encoding="utf-8")
    found = weights([*of_file(file), of_option("flexibility=3")], FACTORS)
    assert found == {"time-to-build": 5, "flexibility": 3}


def test_the_nearest_name_is_offered() -> None:
    assert told(["flexibilty=3"]) == (
        "--weight: got 'flexibilty'; expected one of time-to-build, flexibility. "
        "Did you mean flexibility?"
    )


def test_a_name_like_no_other_is_offered_none() -> None:
    assert "Did you mean" not in told(["xyz=3"])


@pytest.mark.parametrize(
    "text", ["x", "", "1e9", "nan", "inf", "1/2", "--1", "9" * 13, "٣", "1.2.3"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert f"got flexibility={text}; expected a number" in told([f"flexibility={text}"])


def test_a_weight_without_equals_is_refused() -> None:
    assert "got flexibility=; expected a number" in told(["flexibility"])


def test_a_negative_weight_is_refused() -> None:
    assert "got flexibility=-0.5; expected 0 or more" in told(["flexibility=-0.5"])


def test_all_zero_is_refused() -> None:
    assert "got 0 for every factor" in told(["flexibility=0", "time-to-build=0"])


def test_cost_needs_a_stack() -> None:
    assert "got cost; expected --stack beside it" in told(["cost=2"])


def test_every_fault_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text("flexibility: many\n\ntime_to_build: 1\n", encoding="utf-8")
    with pytest.raises(AdviceInputError) as error:
        weights(of_file(file), FACTORS)
    first, second = str(error.value).splitlines()
    assert first.startswith(f"{file}:1: got flexibility=many; expected a number")
    assert second.startswith(f"{file}:3: got 'time_to_build'; ")
    assert second.endswith("Did you mean time-to-build?")


@pytest.mark.parametrize("text", ["", "- flexibility\n", "3\n"])
def test_a_file_without_weights_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "weights.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AdviceInputError, match=r"weights\.yaml:1: got no weights"):
        of_file(file)

"""What each component makes: type, name and inputs, as one file to read in review."""

from collections.abc import Callable

import pytest

from tests.support.nouns import PROGRAMS
from tests.support.recording import record


@pytest.mark.parametrize("noun", PROGRAMS)
def test_a_component_makes_what_its_golden_file_says(
    noun: str, golden: Callable[[str, str], None]
) -> None:
    recording = record(PROGRAMS[noun])
    golden(f"components/{noun}.json", recording.golden())

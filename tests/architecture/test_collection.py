"""No test is silently left out."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_every_file_with_a_test_function_is_collected() -> None:
    uncollected = [
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        if re.search(r"^(async )?def test_", path.read_text(encoding="utf-8"), re.MULTILINE)
        and not path.name.startswith("test_")
    ]
    assert uncollected == []

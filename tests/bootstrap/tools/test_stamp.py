from pathlib import Path

import pytest

from bootstrap.tools.stamp import NAME, Stamp, read_stamp


def test_a_stamp_is_read_as_it_was_written(tmp_path: Path) -> None:
    stamp = Stamp(tool="kubectl", version="1.34.4", way="built from Go modules")
    stamp.write(tmp_path)
    assert read_stamp(tmp_path) == stamp


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tool": "kubectl"}', "null"])
def test_an_unreadable_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    assert read_stamp(tmp_path) is None


def test_a_folder_without_a_stamp_has_none(tmp_path: Path) -> None:
    assert read_stamp(tmp_path) is None

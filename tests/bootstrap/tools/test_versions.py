import pytest

from bootstrap.tools.versions import Version, VersionRange, find_version


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0", Version(1, 32, 4)),
        ("v3.259.0\n", Version(3, 259, 0)),
        ("go1.24", Version(1, 24, 0)),
        ("kind v0.30.0 go1.24.6 linux/amd64", Version(0, 30, 0)),
        ("no number here", None),
    ],
)
def test_the_first_number_in_a_programs_words_is_its_version(
    text: str, expected: Version | None
) -> None:
    assert find_version(text) == expected


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        (Version(1, 33), True),
        (Version(1, 35, 9), True),
        (Version(1, 36), False),
        (Version(1, 32, 99), False),
        (Version(1, 4), False),
    ],
)
def test_a_range_includes_its_start_and_excludes_its_end(version: Version, *, fits: bool) -> None:
    assert (version in VersionRange(Version(1, 33), Version(1, 36))) is fits


def test_a_range_is_written_as_people_read_it() -> None:
    assert VersionRange(Version(1, 33), Version(1, 36)).text == ">=1.33.0, <1.36.0"

"""Renaming a resource deletes and makes it anew: a database with its data, for example."""

from pathlib import Path

from tests.support.nouns import open_source_platform
from tests.support.recording import record

KNOWN = Path(__file__).parents[1] / "golden" / "identities.txt"


def test_no_resource_of_the_platform_changed_its_identity() -> None:
    known = set(KNOWN.read_text(encoding="utf-8").split())
    found = set(record(open_source_platform).urns())
    assert known - found == set(), "renamed or gone: give the new name an alias of the old"
    assert found - known == set(), f"new: add these lines to {KNOWN}"

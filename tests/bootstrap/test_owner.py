from dataclasses import replace
from pathlib import Path

import pytest

from bootstrap.faults import Fault
from bootstrap.owner import check_owner, claim, read_owner
from bootstrap.places import Places


def test_the_first_clone_owns_the_state_and_stays_its_owner(places: Places) -> None:
    check_owner(places)
    claim(places)
    claim(places)
    check_owner(places)
    assert read_owner(places) == places.clone


def test_a_second_clone_is_refused_by_path_with_the_remedy(places: Places, tmp_path: Path) -> None:
    claim(places)
    second = replace(places, clone=tmp_path / "second")
    with pytest.raises(Fault) as caught:
        check_owner(second)
    assert f"belongs to the clone {places.clone}" in caught.value.reason
    assert "`make down` there, or set SLIPWAY_STATE" in caught.value.remedy
    claim(second)
    assert read_owner(places) == places.clone


def test_an_owner_that_is_gone_is_told(places: Places, tmp_path: Path) -> None:
    claim(places)
    places.clone.rmdir()
    with pytest.raises(Fault, match=r"\(which no longer exists\)"):
        check_owner(replace(places, clone=tmp_path / "moved"))

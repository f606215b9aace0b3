from pathlib import Path

import pytest

from bootstrap.faults import Fault
from bootstrap.places import find_places


def test_without_settings_everything_lies_below_home() -> None:
    places = find_places({"HOME": "/home/ada"})
    assert places.cache == Path("/home/ada/.cache/slipway")
    assert places.state == Path("/home/ada/.local/state/slipway")
    assert (places.clone / "pyproject.toml").exists()


def test_settings_win_and_need_no_home() -> None:
    places = find_places({"SLIPWAY_CACHE": "/srv/cache", "SLIPWAY_STATE": "/srv/state"})
    assert (places.cache, places.state) == (Path("/srv/cache"), Path("/srv/state"))


@pytest.mark.parametrize("folder", ["state", "/srv/a:b"])
def test_a_folder_that_cant_stand_in_path_is_refused(folder: str) -> None:
    with pytest.raises(Fault, match=f"SLIPWAY_STATE: got {folder}"):
        find_places({"HOME": "/home/ada", "SLIPWAY_STATE": folder})


def test_without_home_the_remedy_is_named() -> None:
    with pytest.raises(Fault, match="set HOME, or SLIPWAY_CACHE and SLIPWAY_STATE"):
        find_places({"SLIPWAY_CACHE": "/srv/cache"})

"""An unknown region is told with the closest one, and the list is AWS's own."""

import botocore.session

from slipway.stacks.cells.aws_regions import REGIONS
from slipway.stacks.cells.unknown_region import unknown_region


def test_the_list_is_the_one_that_botocore_has() -> None:
    known = botocore.session.Session().get_available_regions("eks")
    assert sorted(REGIONS) == sorted(known)


def test_a_region_of_the_list_gives_no_warning() -> None:
    assert unknown_region("eu-central-1", REGIONS) is None


def test_a_slip_of_the_pen_is_told_with_the_closest_region() -> None:
    told = unknown_region("eu-central-11", REGIONS)
    assert told is not None
    assert 'got "eu-central-11"' in told
    assert "the closest is eu-central-1." in told

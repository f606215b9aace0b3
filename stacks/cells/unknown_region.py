"""A region that no list of ours has: told with the closest, and let through."""

import difflib
from collections.abc import Iterable


def unknown_region(region: str, known: Iterable[str]) -> str | None:
    """A warning with the closest name; None for a region of the list.

    Clouds open regions faster than lists are written: an unknown one is no fault.
    """
    regions = sorted(known)
    if region in regions:
        return None
    [near] = difflib.get_close_matches(region, regions, 1, 0)
    return (
        f'platform.target.region: got "{region}", which the list of regions doesn\'t have;'
        f" the closest is {near}."
    )

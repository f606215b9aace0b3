"""Grants of managed platforms besides the matrix."""

from slipway.components.access.managed_grants import ABSENT, MANAGED_GRANTS
from slipway.components.access.matrix import MATRIX, Action, Store, Workload, grants_of


def test_no_pair_is_granted_in_both_places() -> None:
    pairs = [(one.workload, one.store) for one in (*MATRIX, *MANAGED_GRANTS)]
    assert len(pairs) == len(set(pairs))


def test_each_says_why() -> None:
    assert all(one.reason for one in MANAGED_GRANTS)


def test_people_delete_nothing_and_touch_no_request() -> None:
    for one in MANAGED_GRANTS:
        assert Action.DELETE not in one.actions
        assert one.store is not Store.REQUEST_LOG
    assert grants_of(Workload.STUDIO) == ()


def test_what_is_absent_is_the_tracking_servers_own() -> None:
    tracking = {one.store for one in grants_of(Workload.TRACKING)}
    assert tracking - ABSENT == {Store.ARTIFACTS}

"""Fields that somebody else owns."""

import pytest

from slipway.components.ownership import OWNED, ignored


def test_every_entry_says_who_owns_which_field_and_why() -> None:
    for token, one in OWNED.items():
        assert token.count(":") == 2, token
        assert one.paths, token
        assert one.owner, token
        assert one.reason, token


def test_the_autoscaler_owns_the_number_of_nodes() -> None:
    assert ignored("aws:eks/nodeGroup:NodeGroup") == ["scalingConfig.desiredSize"]


def test_a_type_that_the_table_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="aws:s3/bucket:Bucket"):
        ignored("aws:s3/bucket:Bucket")

from datetime import timedelta
from decimal import Decimal

import pytest

from slipway.stacks.config.fields import duration_value, quantity_value


@pytest.mark.parametrize(
    ("quantity", "value"),
    [("500m", "0.5"), ("2", "2"), ("1.5", "1.5"), ("512Mi", "536870912"), ("1G", "1000000000")],
)
def test_a_quantity_is_read_as_kubernetes_does(quantity: str, value: str) -> None:
    assert quantity_value(quantity) == Decimal(value)


@pytest.mark.parametrize("quantity", ["", "0", "-1", "1 Gi", "1gi", "½", "1e3x"])
def test_what_kubernetes_refuses_is_refused(quantity: str) -> None:
    with pytest.raises(ValueError, match="quantity"):
        quantity_value(quantity)


def test_a_duration_is_a_number_with_a_unit() -> None:
    assert duration_value("2d") == timedelta(days=2)
    with pytest.raises(ValueError, match="unit"):
        duration_value("2w")

"""The report is one small file that loads nothing and shows no row."""

import re
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa

from slipway.monitoring.report.page import page
from tests.monitoring.tables import CAR_LOAN_ROLES, batch, car_loan, fit, judged, mixed

VOID = {"meta", "line", "path", "rect", "circle"}


class Nesting(HTMLParser):
    """Fails on a tag that is closed out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID or tag == "circle":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed at once."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def car_loan_page() -> str:
    reference = fit(car_loan("reference"), CAR_LOAN_ROLES)
    return page(judged(reference, car_loan("analysis"), window="5000"))


def test_the_page_is_whole_and_loads_nothing() -> None:
    text = car_loan_page()
    nesting = Nesting()
    nesting.feed(text)
    assert nesting.open == []
    assert not re.search(r"https?://|<script|<link|<img|src=|url\(|@import", text)
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text


def test_the_page_tells_the_verdict_and_draws_every_column() -> None:
    text = car_loan_page()
    assert "Drift in car_value" in text
    assert "error rate 0.08" in text
    assert text.count('aria-label="reference and window"') == 9
    assert text.count('aria-label="measure over the windows"') == 2


def test_names_and_categories_are_escaped() -> None:
    nasty = "<b>&\"'"
    data = batch({nasty: ["<i>"] * 300 + ["b"] * 300})
    text = page(judged(fit(data), data))
    assert nasty not in text
    assert "<i>" not in text.replace("<i class", "")
    assert "&lt;b&gt;&amp;" in text


def test_two_hundred_columns_stay_under_two_megabytes() -> None:
    random = np.random.default_rng(0)
    data = pa.RecordBatch.from_pydict({f"column_{i}": random.normal(size=2000) for i in range(200)})
    assert len(page(judged(fit(data), data, window="100")).encode()) < 2_000_000


def test_windows_without_data_or_verdict_have_a_page_too() -> None:
    reference = fit(mixed(500))
    assert "no data" in page(judged(reference, mixed(10).slice(0, 0)))
    assert "too few rows" in page(judged(reference, mixed(10)))

"""verdict.json can be relied on: its schema is committed, and what is written can be read back."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import pytest

from slipway.monitoring.codec import decode, encode
from slipway.monitoring.errors import UnreadableError
from slipway.monitoring.json_schema import schema
from slipway.monitoring.output import verdict_json
from slipway.monitoring.verdict import Verdict
from tests.monitoring.tables import fit, judged, mixed

COMMITTED = Path(__file__).parents[2] / "monitoring/verdict.schema.json"


def test_the_committed_schema_is_the_present_one() -> None:
    remedy = "run `python -m slipway.monitoring schema > monitoring/verdict.schema.json`"
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == schema(Verdict), remedy


def test_a_verdict_is_read_back_as_it_was_written() -> None:
    written = verdict_json(judged(fit(mixed(1000)), mixed(500, 1)))
    read = decode(Verdict, json.loads(written), place="verdict.json")
    assert verdict_json(read) == written


def test_the_promised_names_are_there() -> None:
    found = json.loads(verdict_json(judged(fit(mixed(1000)), mixed(500, 1))))
    window = found["windows"][0]
    assert window.keys() >= {"index", "rows", "state", "columns", "concept", "quality"}
    for column in window["columns"].values():
        assert column.keys() >= {"state", "method", "score", "p", "effect"}


def test_numbers_that_json_lacks_are_null() -> None:
    assert encode((math.inf, math.nan, 1.5)) == [None, None, 1.5]


@dataclass(frozen=True)
class Sample:
    a_name: str
    amount: float | None


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"aName": 1, "amount": 1.0}, "x.aName"),
        ({"aName": "s", "amount": "1"}, "x.amount"),
        ({"aName": "s"}, "amount"),
        ({"aName": "s", "amount": None, "more": 1}, "more"),
        ([], "x"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_path(value: object, place: str) -> None:
    with pytest.raises(UnreadableError, match=place):
        decode(Sample, json.loads(json.dumps(value)), place="x")


def test_what_fits_is_read() -> None:
    assert decode(Sample, {"aName": "s", "amount": 2}, place="x") == Sample("s", 2.0)
    assert decode(Sample, {"aName": "s", "amount": None}, place="x") == Sample("s", None)

"""Each query of a dashboard is one that Prometheus takes, of series that there are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from slipway.components.kubernetes.data_files import text
from slipway.components.kubernetes.scraping import rule_files
from slipway.serving.package import package_model
from tests.components.kubernetes.test_rules import promtool
from tests.serving.package.saved_models import save_sum
from tests.serving.server.server_process import ServerProcess, v2
from tests.support.nouns import WATCHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.engine

DASHBOARD: dict[str, Any] = json.loads(text("dashboards", "model-services.json"))
QUERIES = {
    f"{panel['title']} {target['refId']}": target["expr"]
    for panel in DASHBOARD["panels"]
    for target in panel["targets"]
}
_SERIES = re.compile(r"\b((?:slipway|process)[a-z_:0-9]*)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
_BY = re.compile(r"by \(([^)]*)\)")
_OF_THE_SCRAPE = {"model", "instance"}
"""Labels that Prometheus adds to whatever it reads."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """Series by name with their labels, of a server that has answered and refused."""
    folder = tmp_path_factory.mktemp("dashboard")
    save_sum(folder / "mlflow")
    package_model(folder / "mlflow", folder / "model", name="sum", version="1")
    with ServerProcess(folder / "model") as server:
        body = v2({"a": ("FP64", [1.0]), "b": ("FP64", [2.0])})
        assert server.client.post("/v2/models/sum/infer", json=body).status_code == 200
        assert server.client.post("/invocations", content=b"no").status_code == 415
        families = text_string_to_metric_families(server.client.get("/metrics").text)
        found: dict[str, set[str]] = {}
        for family in families:
            for sample in family.samples:
                found.setdefault(sample.name, set()).update(sample.labels)
        yield found


def recorded() -> set[str]:
    documents = [yaml.safe_load(rules) for rules in rule_files([WATCHED]).values()]
    rules = [rule for one in documents for group in one["groups"] for rule in group["rules"]]
    return {rule["record"] for rule in rules if "record" in rule}


@pytest.mark.parametrize("place", sorted(QUERIES))
def test_a_query_reads_series_and_labels_that_a_server_really_exports(
    exported: dict[str, set[str]], place: str
) -> None:
    known = exported | {name: set[str]() for name in recorded()}
    found = _SERIES.findall(QUERIES[place])
    assert found
    labels = {name.strip() for names in _BY.findall(QUERIES[place]) for name in names.split(",")}
    for name, matchers in found:
        assert name in known
        assert set(_LABEL.findall(matchers)) <= known[name] | _OF_THE_SCRAPE
        assert labels <= known[name] | _OF_THE_SCRAPE


def test_prometheus_takes_every_query(tmp_path: Path) -> None:
    rules = [
        {"record": f"query:{at}", "expr": query.replace("$__rate_interval", "5m")}
        for at, query in enumerate(QUERIES.values())
    ]
    document = {"groups": [{"name": "queries", "rules": rules}]}
    (tmp_path / "queries.yaml").write_text(yaml.safe_dump(document))
    assert "SUCCESS" in promtool("check", "rules", "queries.yaml", where=tmp_path)


def test_panels_neither_overlap_nor_leave_the_page() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells

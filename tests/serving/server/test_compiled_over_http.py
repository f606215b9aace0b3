"""A compiled model answers clients as its flavour does, in every protocol."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from slipway.serving.package import package_model
from slipway.serving.release.compile.compile import compile_package
from tests.serving.release.compile.models import applications, saved
from tests.serving.server.server_process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

# MLflow and the converters warn of their own code.
pytestmark = pytest.mark.filterwarnings("ignore")

ROWS = applications(5).head(40)
KINDS = {
    "income": "FP64", "rate": "FP32", "age": "INT64", "rooms": "INT32", "member": "BOOL",
    "region": "BYTES",
}  # fmt: skip


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, ...]]:
    folder = tmp_path_factory.mktemp("compiled")
    saved("linear-with-categories", folder / "mlflow")
    package_model(folder / "mlflow", folder / "flavour", name="loan", version="3")
    made = compile_package(folder / "flavour", applications(2), folder)
    assert made.package != folder / "flavour", made.compilation.reason
    with ServerProcess(folder / "flavour") as flavour, ServerProcess(made.package) as graph:
        yield flavour, graph


def told(server: ServerProcess, path: str, body: object) -> tuple[int, object]:
    reply = server.client.post(path, json=body)
    document = reply.json()
    if isinstance(document, dict):
        document.pop("id", None)  # each server gives its own
    return reply.status_code, document


def v2_body() -> dict[str, object]:
    return {
        "inputs": [
            {"name": name, "shape": [len(ROWS)], "datatype": KINDS[name], "data": values}
            for name, values in json.loads(ROWS.to_json(orient="columns", double_precision=15))
            .items()
            for values in [list(values.values())]
        ]
    }  # fmt: skip


def test_v2_replies_are_alike(servers: tuple[ServerProcess, ...]) -> None:
    (code, flavour), (other_code, graph) = (
        told(server, "/v2/models/loan/infer", v2_body()) for server in servers
    )
    assert (code, other_code) == (200, 200)
    assert isinstance(flavour, dict)
    assert isinstance(graph, dict)
    for one, other in zip(flavour["outputs"], graph["outputs"], strict=True):
        assert {**one, "data": None} == {**other, "data": None}
        assert other["data"] == pytest.approx(one["data"], rel=1e-9)


@pytest.mark.parametrize("form", ["dataframe_split", "dataframe_records"])
def test_invocations_are_alike(servers: tuple[ServerProcess, ...], form: str) -> None:
    orient = form.removeprefix("dataframe_")
    table = json.loads(ROWS.to_json(orient=orient, double_precision=15))
    (code, flavour), (other_code, graph) = (
        told(server, "/invocations", {form: table}) for server in servers
    )
    assert (code, other_code) == (200, 200)
    assert graph == flavour


@pytest.mark.parametrize(
    "row", [{"income": "high"}, {"region": 7}, {"age": 1.5}], ids=lambda row: next(iter(row))
)
def test_refusals_are_alike(servers: tuple[ServerProcess, ...], row: dict[str, object]) -> None:
    records = json.loads(ROWS.head(1).to_json(orient="records"))
    wrong = {"dataframe_records": [{**records[0], **row}]}
    flavour, graph = (told(server, "/invocations", wrong) for server in servers)
    assert flavour[0] in {400, 422}
    assert graph == flavour


def test_metadata_is_alike(servers: tuple[ServerProcess, ...]) -> None:
    flavour, graph = (server.client.get("/v2/models/loan").json() for server in servers)
    assert graph == flavour


def test_the_graph_takes_less_memory_for_lack_of_libraries(
    servers: tuple[ServerProcess, ...],
) -> None:
    flavour, graph = (server.metric("process_resident_memory_bytes") for server in servers)
    assert graph < flavour

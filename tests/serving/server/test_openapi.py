"""The document: committed, served, and about the routes and refusals that there really are."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias

import pytest

from slipway.serving.package import Column, ColumnType, Manifest, Signature, Task
from slipway.serving.server.errors import ServingError
from slipway.serving.server.http.app import App
from slipway.serving.server.lifecycle import Lifecycle
from slipway.serving.server.openapi.document import openapi_document
from tests.serving.server import loan_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.server.server_process import ServerProcess

COMMITTED = Path(__file__).parents[3] / "serving/server/openapi.json"
SIGNATURE = Signature(
    inputs=tuple(
        Column(name=f"{kind.value}-{required}", type=kind, required=required)
        for kind in ColumnType
        for required in (True, False)
    ),
    outputs=(Column(name="prediction", type=ColumnType.STRING),),
)
MANIFEST = Manifest(
    name="loan",
    version="3",
    flavour="sklearn",
    task=Task.MULTICLASS,
    signature=SIGNATURE,
    example={"string-True": "a-secret"},
)
Json: TypeAlias = dict[str, "Json"]


def document(manifest: Manifest | None) -> Json:
    found: Json = json.loads(json.dumps(openapi_document(manifest)))
    return found


def test_the_committed_document_is_the_present_one() -> None:
    remedy = "run `python -m slipway.serving.server.openapi > serving/server/openapi.json`"
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == document(None), remedy


@pytest.mark.parametrize("manifest", [None, MANIFEST], ids=["any model", "one model"])
def test_it_has_every_route_and_method_and_no_other(manifest: Manifest | None) -> None:
    dataplane = SimpleNamespace(manifest=MANIFEST, lifecycle=Lifecycle(), metrics=None)
    routes = App(dataplane, SimpleNamespace(body_seconds=1.0, body_bytes=1))._router.exact  # type: ignore[arg-type]  # only what the routes keep
    served = {
        (
            path.replace("/models/loan", "/models/{model}").replace(
                "/versions/3", "/versions/{version}"
            ),
            method.lower(),
        )
        for path, route in routes.items()
        for method in route.methods
    }
    described = {
        (path, method)
        for path, methods in document(manifest)["paths"].items()
        for method in methods
    }
    assert described == served


def test_it_has_every_status_that_a_request_can_fail_with() -> None:
    kinds = _kinds(ServingError)
    statuses = {kind.status for kind in kinds if hasattr(kind, "status")}
    responses = document(None)["components"]["responses"]
    assert {int(name.removeprefix("Refused")) for name in responses} == statuses
    for response in responses.values():
        schema = response["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/Error"}


@pytest.mark.parametrize("manifest", [None, MANIFEST], ids=["any model", "one model"])
def test_every_reference_leads_somewhere(manifest: Manifest | None) -> None:
    whole = document(manifest)
    references = [*_references(whole)]
    assert len(references) > 50
    for reference in references:
        place = whole
        for name in reference.removeprefix("#/").split("/"):
            place = place[name]
        assert place


def test_operations_have_names_of_their_own() -> None:
    names = [
        operation["operationId"]
        for methods in document(None)["paths"].values()
        for operation in methods.values()
    ]
    assert len({*map(str, names)}) == len(names)


def test_a_models_document_has_its_columns_and_not_its_example() -> None:
    whole = document(MANIFEST)
    record = whole["components"]["schemas"]["Record"]
    assert [*record["properties"]] == [*SIGNATURE.names]
    assert record["required"] == [one.name for one in SIGNATURE.inputs if one.required]
    assert record["properties"]["double-False"]["type"] == ["number", "null"]
    assert record["properties"]["boolean-True"]["type"] == "boolean"
    assert "a-secret" not in json.dumps(whole)


def test_the_served_document_has_examples_that_the_server_predicts(tolerant: ServerProcess) -> None:
    reply = tolerant.client.get("/openapi.json")
    assert reply.headers["content-type"] == "application/json"
    paths = reply.json()["paths"]
    for path in ("/v2/models/{model}/infer", "/invocations"):
        content = paths[path]["post"]["requestBody"]["content"]["application/json"]
        body = content["examples"]["row"]["value"]
        answered = tolerant.client.post(path.replace("{model}", "tolerant"), json=body)
        assert answered.status_code == 200, answered.text
    schemas = reply.json()["components"]["schemas"]
    assert [*schemas["Record"]["properties"]] == [*loan_rows.DATATYPES]


def _kinds(kind: type[ServingError]) -> Iterator[type[ServingError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield str(inner)
            else:
                yield from _references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _references(inner)

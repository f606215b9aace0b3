"""Triton's own HTTP client, which sends and asks for binary tensors unless told otherwise."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests.serving.server import loan_rows
from tests.serving.server.tolerant_model import NAME, VERSION

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

SCRIPT = Path(__file__).with_name("triton_calls.py")
ROWS = 12
INTEGERS = [f"{sign}INT{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)]
# The client itself refuses to write FP16 as JSON.
FORMS = [
    *[(column, kind, form) for kind in INTEGERS for column in ("age", "income") for form in (0, 1)],
    *[("income", kind, form) for kind in ("FP32", "FP64") for form in (0, 1)],
    ("income", "FP16", 1),
]

Call: TypeAlias = dict[str, object]


def call(name: str, *, binary: set[str], **more: object) -> Call:
    """All columns in the types that metadata announce, some of them binary."""
    records = loan_rows.records(ROWS)
    inputs = [
        {
            "name": column,
            "datatype": datatype,
            "data": [float("nan") if row[column] is None else row[column] for row in records],
            "binary": column in binary,
        }
        for column, datatype in loan_rows.DATATYPES.items()
    ]
    return {"id": name, "inputs": inputs, **more}


def typed(column: str, datatype: str, form: int) -> Call:
    """One column in another datatype, with small whole numbers that all of them hold."""
    made = call(f"{column}-{datatype}-{form}", binary=set(loan_rows.DATATYPES))
    given = next(one for one in made["inputs"] if one["name"] == column)  # type: ignore[attr-defined]
    given |= {"datatype": datatype, "data": [*range(20, 20 + ROWS)], "binary": bool(form)}
    return made


ALL = set(loan_rows.DATATYPES)
CALLS = [
    call("default", binary=ALL),
    call("json-in", binary=set(), outputs=[("prediction", True), ("score", True)]),
    call("json-out", binary=ALL, outputs=[("prediction", False), ("score", False)]),
    call("json-both", binary=set(), outputs=[("score", False), ("prediction", False)]),
    call("mixed", binary={"debt", "region"}, outputs=[("score", True), ("prediction", False)]),
    call("versioned", binary=ALL, version=VERSION),
]
TYPED = [typed(*form) for form in FORMS]
WRONG = [
    call("no-version", binary=ALL, version="999", wrong=True),
    call("no-output", binary=ALL, outputs=[("colour", True)], wrong=True),
    {**typed("age", "FP64", 1), "wrong": True},
]


@pytest.fixture(scope="module")
def answer(clients: Path, server: ServerProcess) -> dict[str, object]:
    asked = {"url": f"127.0.0.1:{server.port}", "model": NAME, "calls": CALLS + TYPED + WRONG}
    result = subprocess.run(
        [str(clients / "bin" / "python"), "-I", str(SCRIPT)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def expected(server: ServerProcess) -> list[float]:
    """Scores by the plain JSON protocol."""
    reply = server.client.post(f"/v2/models/{NAME}/infer", json=loan_rows.tensors(ROWS)).json()
    scores: list[float] = reply["outputs"][1]["data"]
    assert len({*scores}) == ROWS
    return scores


def test_it_reads_health_and_metadata(answer: dict[str, object]) -> None:
    assert (answer["live"], answer["ready"], answer["model_ready"]) == (True, True, True)
    assert answer["server"]["extensions"] == ["binary_tensor_data"]  # type: ignore[index]
    described = {one["name"]: one["datatype"] for one in answer["model"]["inputs"]}  # type: ignore[index]
    assert described == loan_rows.DATATYPES


@pytest.mark.parametrize("index", range(len(CALLS)), ids=[str(one["id"]) for one in CALLS])
@pytest.mark.parametrize("way", ["calls", "together"])
def test_every_form_of_inputs_and_outputs_gives_the_same_predictions(
    answer: dict[str, object], expected: list[float], index: int, way: str
) -> None:
    found = answer[way][index]  # type: ignore[index]
    wanted = CALLS[index].get("outputs", [("prediction", True), ("score", True)])
    outputs = found["outputs"]
    assert found["id"] == CALLS[index]["id"]
    assert [(name, one["binary"]) for name, one in outputs.items()] == wanted
    assert outputs["score"]["values"] == pytest.approx(expected, abs=1e-12)
    assert outputs["score"]["dtype"] == "float64"
    assert outputs["prediction"]["values"] == [int(score > 0.5) for score in expected]
    assert outputs["prediction"]["dtype"] == "int64"


def test_every_datatype_of_a_column_means_the_same_number(answer: dict[str, object]) -> None:
    for column, pick in (("income", "FP64"), ("age", "INT64")):
        scores = {
            (kind, form): found["outputs"]["score"]["values"]
            for (name, kind, form), found in zip(
                FORMS,
                answer["calls"][len(CALLS) : len(CALLS) + len(TYPED)],  # type: ignore[index]
                strict=True,
            )
            if name == column
        }
        assert len(scores) >= 16
        for values in scores.values():
            assert values == pytest.approx(scores[pick, 0], abs=1e-12)


def test_refusals_reach_the_caller_as_sentences(answer: dict[str, object]) -> None:
    errors = [one["error"] for one in answer["calls"][-len(WRONG) :]]  # type: ignore[index]
    assert "This server has model 'tolerant', version '7' only." in errors[0]
    assert "expected the name of an output: prediction, score." in errors[1]
    assert "column 'age': got another datatype; expected INT64." in errors[2]

"""MLflow's scoring client, from MLflow itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> object:
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient  # noqa: PLC0415 - slow

    return ScoringServerClient("127.0.0.1", server.port)


def test_a_frame_with_gaps_and_times_is_predicted(client: object, server: ServerProcess) -> None:
    client.wait_server_ready(timeout=5)  # type: ignore[attr-defined]  # MLflow is untyped
    predictions = client.invoke(loan_rows.rows(30)).get_predictions()  # type: ignore[attr-defined]
    body = {"dataframe_records": loan_rows.records(30)}
    expected = server.client.post("/invocations", json=body).json()["predictions"]
    assert predictions.iloc[:, 0].tolist() == expected
    assert {*expected} == {0, 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "column 'colour': unknown"),
        ({"income": None}, "column 'income': got null in row 0; expected double"),
    ],
)
def test_a_refusal_reaches_the_caller_as_a_sentence(
    client: object, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Exception, match=sentence):
        client.invoke(loan_rows.rows(2).assign(**change))  # type: ignore[attr-defined]

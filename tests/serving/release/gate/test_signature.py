import pytest

from slipway.serving.package import Column, ColumnType, Manifest, Signature, Task
from slipway.serving.release.gate.signature import judge


def _manifest(*columns: Column, task: Task = Task.BINARY) -> Manifest:
    return Manifest(
        name="car-loan",
        version="1",
        flavour="sklearn",
        task=task,
        signature=Signature(inputs=columns),
    )


def _column(name: str, kind: ColumnType = ColumnType.DOUBLE, *, required: bool = True) -> Column:
    return Column(name=name, type=kind, required=required)


CHAMPION = _manifest(_column("income"), _column("age", ColumnType.INTEGER))


@pytest.mark.parametrize(
    "candidate",
    [
        CHAMPION,
        _manifest(_column("age", ColumnType.INTEGER), _column("income")),
        _manifest(_column("income"), _column("age", ColumnType.LONG)),
        _manifest(_column("income"), _column("age", ColumnType.DOUBLE)),
        _manifest(_column("income"), _column("age", ColumnType.INTEGER, required=False)),
        _manifest(
            _column("income"), _column("age", ColumnType.INTEGER), _column("x", required=False)
        ),
    ],
    ids=["same", "other order", "wider", "integer as double", "may be left out", "optional extra"],
)
def test_a_candidate_that_answers_every_request_of_the_champion_fits(candidate: Manifest) -> None:
    assert judge(candidate, CHAMPION).passed


@pytest.mark.parametrize(
    ("candidate", "fault"),
    [
        (_manifest(_column("income")), "column age is gone"),
        (
            _manifest(_column("income", ColumnType.FLOAT), _column("age", ColumnType.INTEGER)),
            "column income is float instead of double",
        ),
        (
            _manifest(_column("income"), _column("age", ColumnType.STRING)),
            "column age is string instead of integer",
        ),
        (
            _manifest(_column("income"), _column("age", ColumnType.INTEGER), _column("x")),
            "column x is new and required",
        ),
        (
            _manifest(_column("income"), _column("age", ColumnType.INTEGER), task=Task.REGRESSION),
            "task regression instead of binary",
        ),
    ],
)
def test_a_candidate_that_would_refuse_a_request_of_the_champion_does_not_fit(
    candidate: Manifest, fault: str
) -> None:
    found = judge(candidate, CHAMPION)
    assert not found.passed
    assert fault in found.sentence


def test_a_column_that_could_be_left_out_may_not_become_required() -> None:
    champion = _manifest(_column("income", required=False))
    assert not judge(_manifest(_column("income")), champion).passed


def test_a_first_release_fits_whatever_its_columns() -> None:
    assert judge(CHAMPION, None).passed

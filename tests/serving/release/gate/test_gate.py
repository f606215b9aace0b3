"""Each criterion failing, and passing, with models made for it."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from slipway.serving.package import Column, ColumnType, Manifest, Signature, Task
from slipway.serving.release.gate.gate import Contender, evaluate
from slipway.serving.release.gate.held_out import HeldOut
from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.scored import Scored
from slipway.serving.release.gate.scorer import ScoringError
from slipway.serving.release.gate.verdict import GateRefusedError, Verdict

LUCKY = 3
"""A seed whose noise looks better than a coin on these rows."""
RULES = GateRules(resamples=100)
SIGNATURE = Signature(inputs=(Column(name="x", type=ColumnType.DOUBLE),))


def _manifest(task: Task = Task.BINARY, signature: Signature = SIGNATURE) -> Manifest:
    return Manifest(name="car-loan", version="1", flavour="sklearn", task=task, signature=signature)


class _Noisy:
    """Scores by the column x plus noise of a strength."""

    def __init__(self, noise: float, seed: int = 1) -> None:
        self._noise, self._seed = noise, seed

    def score(self, frame: pd.DataFrame) -> Scored:
        draw = np.random.default_rng(self._seed)
        score = frame["x"].to_numpy() + self._noise * draw.normal(size=len(frame))
        return Scored(prediction=(score > 0.5).astype(np.int64), score=score)


class _Failing:
    def score(self, frame: pd.DataFrame) -> Scored:
        raise ScoringError(_manifest(), f"column 'x': got null in row {len(frame) - 1}")


class _Answering:
    def __init__(self, answer: float) -> None:
        self._answer = answer

    def score(self, frame: pd.DataFrame) -> Scored:
        return Scored(prediction=np.full(len(frame), self._answer))


def _held_out(rows: int = 400) -> HeldOut:
    draw = np.random.default_rng(5)
    x = draw.random(rows)
    label = (draw.random(rows) < x).astype(np.int64)
    return HeldOut(frame=pd.DataFrame({"x": x, "label": label}), digest="sha256:data")


def _contender(
    noise: float = 0.2, version: int = 2, task: Task = Task.BINARY, seed: int = 1
) -> Contender:
    return Contender(version=version, manifest=_manifest(task), model=_Noisy(noise, seed))


def _failed(verdict: Verdict) -> list[str]:
    return [each.name for each in verdict.criteria if not each.passed]


def _judge(candidate: Contender, champion: Contender | None, held_out: HeldOut | None) -> Verdict:
    return evaluate(candidate=candidate, champion=champion, held_out=held_out, rules=RULES)


def test_a_better_candidate_is_accepted() -> None:
    verdict = _judge(_contender(0.1), _contender(2.0, version=1), _held_out())
    assert verdict.accepted
    assert verdict.comparison is not None
    assert verdict.comparison.low > 0


def test_a_candidate_that_is_exactly_as_good_is_accepted() -> None:
    verdict = _judge(_contender(0.3), _contender(0.3, version=1), _held_out())
    assert verdict.accepted
    assert verdict.comparison is not None
    assert (verdict.comparison.gain, verdict.comparison.low, verdict.comparison.high) == (0, 0, 0)


def test_a_candidate_that_is_worse_in_a_single_pair_of_rows_is_refused() -> None:
    class Swapped:
        """The champion's scores with two neighbours of different labels exchanged."""

        def score(self, frame: pd.DataFrame) -> Scored:
            scored = _Noisy(0.3).score(frame)
            assert scored.score is not None
            score, truth = scored.score.copy(), frame["label"].to_numpy()
            order = np.argsort(score)
            for low, high in itertools.pairwise(order):
                if truth[low] < truth[high]:
                    score[low], score[high] = score[high], score[low]
                    break
            return Scored(prediction=scored.prediction, score=score)

    worse = Contender(version=2, manifest=_manifest(), model=Swapped())
    verdict = _judge(worse, _contender(0.3, version=1), _held_out())
    assert _failed(verdict) == ["quality"]
    assert verdict.comparison is not None
    assert -1e-4 < verdict.comparison.gain < 0


def test_a_first_release_must_beat_a_coin_beyond_chance() -> None:
    assert _judge(_contender(0.2), None, _held_out()).accepted
    lucky = _judge(_contender(500.0, seed=LUCKY), None, _held_out())
    assert _failed(lucky) == ["quality"]
    assert lucky.comparison is not None
    assert lucky.comparison.gain > 0.01


@pytest.mark.parametrize("answer", [0.0, 1.0, 0.5])
def test_a_model_that_always_answers_the_same_never_passes_a_first_release(answer: float) -> None:
    for task in (Task.BINARY, Task.MULTICLASS, Task.REGRESSION):
        candidate = Contender(version=1, manifest=_manifest(task), model=_Answering(answer))
        assert _failed(_judge(candidate, None, _held_out())) == ["quality"]


def test_a_regression_is_judged_by_its_error() -> None:
    class Line:
        def score(self, frame: pd.DataFrame) -> Scored:
            return Scored(prediction=frame["x"].to_numpy())

    candidate = Contender(version=2, manifest=_manifest(Task.REGRESSION), model=Line())
    champion = Contender(version=1, manifest=_manifest(Task.REGRESSION), model=_Answering(0.5))
    verdict = _judge(candidate, champion, _held_out())
    assert verdict.accepted
    assert verdict.comparison is not None
    assert verdict.comparison.metric == "rmse"
    assert verdict.comparison.candidate_value < verdict.comparison.opponent_value
    assert _failed(_judge(champion, candidate, _held_out())) == ["quality"]


def test_without_held_out_rows_nothing_is_released() -> None:
    verdict = _judge(_contender(), None, None)
    assert _failed(verdict) == ["held-out data", "quality"]
    assert "no evaluation/held_out.parquet" in verdict.criteria[1].sentence


@pytest.mark.parametrize(
    ("change", "observed"),
    [
        (lambda frame: frame.head(99), "99 rows"),
        (lambda frame: frame.drop(columns="x"), "no column x"),
        (lambda frame: frame.drop(columns="label"), "no column label"),
        (lambda frame: frame.assign(label=1), "only the label 1"),
        (lambda frame: frame.assign(label=frame.index % 3), "3 different labels"),
        (lambda frame: frame.assign(label=(frame.index < 9).astype(int)), "9 rows with the label"),
        (lambda frame: frame.assign(label=frame["label"].where(frame.index > 1)), "2 rows without"),
    ],
)
def test_held_out_rows_that_tell_too_little_are_refused(change: object, observed: str) -> None:
    assert callable(change)
    held_out = HeldOut(frame=change(_held_out().frame), digest="sha256:data")
    verdict = _judge(_contender(), None, held_out)
    assert _failed(verdict) == ["held-out data", "quality"]
    assert observed in verdict.criteria[1].observed


def test_a_model_of_unknown_task_cannot_be_judged() -> None:
    verdict = _judge(_contender(task=Task.UNKNOWN), None, _held_out())
    assert "task" in _failed(verdict)


def test_a_candidate_that_fits_no_client_is_refused_and_not_measured() -> None:
    other = Signature(inputs=(Column(name="x", type=ColumnType.FLOAT),))
    candidate = Contender(version=2, manifest=_manifest(signature=other), model=_Noisy(0.1))
    verdict = _judge(candidate, _contender(version=1), _held_out())
    assert _failed(verdict) == ["signature", "quality"]
    assert verdict.criteria[-1].observed == "not measured"


def test_a_model_that_fails_on_a_row_is_refused_with_its_reason() -> None:
    candidate = Contender(version=2, manifest=_manifest(), model=_Failing())
    verdict = _judge(candidate, None, _held_out())
    assert _failed(verdict) == ["quality"]
    assert "got null in row 399" in verdict.criteria[-1].sentence


def test_the_refusal_says_what_was_found_and_what_was_needed() -> None:
    verdict = _judge(_contender(2.0), _contender(0.1, version=1), _held_out())
    message = str(GateRefusedError(verdict))
    assert "gate, car-loan version 2: got roc_auc" in message
    assert "(version 1)" in message
    assert "expected at least the champion's on the same rows" in message


def test_the_evidence_is_the_same_each_time_and_plain_json() -> None:
    first = _judge(_contender(), _contender(0.3, version=1), _held_out()).as_json()
    assert first == _judge(_contender(), _contender(0.3, version=1), _held_out()).as_json()
    document = json.loads(first)
    assert document["accepted"] is True
    assert document["data"] == {"rows": 400, "digest": "sha256:data"}
    assert document["comparison"]["against"] == "version 1"
    assert [each["name"] for each in document["criteria"]] == [
        "task",
        "held-out data",
        "signature",
        "quality",
    ]
    assert len(first) < 5_000


def test_a_figure_that_is_no_number_is_null_in_the_evidence() -> None:
    class Broken:
        def score(self, frame: pd.DataFrame) -> Scored:
            return Scored(prediction=np.zeros(len(frame)), score=np.full(len(frame), np.nan))

    candidate = Contender(version=2, manifest=_manifest(), model=Broken())
    verdict = _judge(candidate, None, _held_out())
    assert _failed(verdict) == ["quality"]
    assert json.loads(verdict.as_json())["comparison"]["candidate"] is None

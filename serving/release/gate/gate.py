"""All criteria, one after another."""

from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from slipway.serving.package import Manifest, Task
from slipway.serving.release.gate import held_out as data
from slipway.serving.release.gate import quality, signature
from slipway.serving.release.gate.comparison import Comparison
from slipway.serving.release.gate.criterion import Criterion, unmeasured
from slipway.serving.release.gate.held_out import HeldOut
from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.scored import Scored
from slipway.serving.release.gate.scorer import ScoringError
from slipway.serving.release.gate.verdict import Verdict


class Scorer(Protocol):
    """Something that answers rows."""

    def score(self, frame: pd.DataFrame) -> Scored:
        """Predictions and scores of the rows."""
        ...


@dataclass(frozen=True, kw_only=True)
class Contender:
    """A model version in the ring."""

    version: int
    manifest: Manifest
    model: Scorer


def evaluate(
    *,
    candidate: Contender,
    champion: Contender | None,
    held_out: HeldOut | None,
    rules: GateRules,
) -> Verdict:
    """The verdict on a candidate; every criterion is told, also those after a failed one."""
    task = candidate.manifest.task
    known = _judge_task(task)
    enough = data.judge(held_out, candidate.manifest.signature, task, rules)
    fits = signature.judge(candidate.manifest, None if champion is None else champion.manifest)
    earlier = [known, enough, fits]
    required = quality.AGAINST_TRIVIAL if champion is None else quality.AGAINST_CHAMPION
    good, comparison = unmeasured("quality", required), None
    if held_out is not None and all(each.passed for each in earlier):
        good, comparison = _judge_quality(candidate, champion, held_out, rules)
    return Verdict(
        model=candidate.manifest.name,
        candidate=candidate.version,
        champion=None if champion is None else champion.version,
        rows=0 if held_out is None else held_out.rows,
        data_digest=None if held_out is None else held_out.digest,
        criteria=(*earlier, good),
        comparison=comparison,
    )


def _judge_task(task: Task) -> Criterion:
    required = "a task whose quality can be measured"
    return Criterion(
        name="task",
        passed=task is not Task.UNKNOWN,
        observed=task.value,
        required=required,
        sentence=f"task: {task.value}; required: {required} (tag slipway.task says it)",
    )


def _judge_quality(
    candidate: Contender, champion: Contender | None, held_out: HeldOut, rules: GateRules
) -> tuple[Criterion, Comparison | None]:
    task, truth = candidate.manifest.task, held_out.truth
    required = quality.AGAINST_TRIVIAL if champion is None else quality.AGAINST_CHAMPION
    try:
        answers = candidate.model.score(held_out.frame)
        if champion is None:
            found = quality.against_trivial(task=task, truth=truth, candidate=answers, rules=rules)
            return quality.judge_trivial(found), found
        found = quality.against_champion(
            task=task,
            truth=truth,
            candidate=answers,
            champion=champion.model.score(held_out.frame),
            name=f"version {champion.version}",
            rules=rules,
        )
        return quality.judge_champion(found, rules), found
    except ScoringError as error:
        return _unanswered(error, required), None


def _unanswered(error: ScoringError, required: str) -> Criterion:
    observed = f"{error.place}: {error.problem}"
    return Criterion(
        name="quality",
        passed=False,
        observed=observed,
        required=required,
        sentence=f"quality: not measured: {observed}; required: {required}",
    )

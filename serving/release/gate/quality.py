"""Whether a candidate is good enough: as good as the champion, or better than not looking."""

from slipway.serving.package import Task
from slipway.serving.release.gate.comparison import Comparison, compare
from slipway.serving.release.gate.criterion import Criterion
from slipway.serving.release.gate.metric import Metric, measure, primary_metric, trivial
from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.scored import Scored, Values

_TRIVIAL = {
    Metric.ROC_AUC: "a coin",
    Metric.ACCURACY: "always the commonest class",
    Metric.RMSE: "always the mean",
}
AGAINST_CHAMPION = "at least the champion's on the same rows"
AGAINST_TRIVIAL = "better than an answer that never looks at a row, beyond chance"


def against_champion(
    *,
    task: Task,
    truth: Values,
    candidate: Scored,
    champion: Scored,
    name: str,
    rules: GateRules,
) -> Comparison:
    """The candidate beside the model that serves."""
    metric = primary_metric(task, candidate, champion)
    return compare(
        metric=metric,
        opponent=name,
        candidate=measure(metric, truth, candidate),
        other=measure(metric, truth, champion),
        rows=len(truth),
        rules=rules,
    )


def against_trivial(
    *, task: Task, truth: Values, candidate: Scored, rules: GateRules
) -> Comparison:
    """The candidate beside the best answer that never looks at a row."""
    metric = primary_metric(task, candidate)
    return compare(
        metric=metric,
        opponent=_TRIVIAL[metric],
        candidate=measure(metric, truth, candidate),
        other=trivial(metric, truth),
        rows=len(truth),
        rules=rules,
    )


def judge_champion(found: Comparison, rules: GateRules) -> Criterion:
    """Passed when the candidate's figure is at least the champion's; equal is enough.

    The interval is evidence and decides nothing here.
    """
    slack = rules.tolerance * max(1.0, abs(found.opponent_value))
    return _criterion(found, AGAINST_CHAMPION, passed=found.gain >= -slack)


def judge_trivial(found: Comparison) -> Criterion:
    """Passed when even the interval's low end is a gain: noise alone wins half of the time."""
    return _criterion(found, AGAINST_TRIVIAL, passed=found.gain > 0 and found.low > 0)


def _criterion(found: Comparison, required: str, *, passed: bool) -> Criterion:
    metric = found.metric.value
    observed = (
        f"{metric} {found.candidate_value:.6g} against {found.opponent_value:.6g} "
        f"({found.opponent}), gain {found.gain:+.3g}, "
        f"95 % interval {found.low:+.3g} to {found.high:+.3g}"
    )
    return Criterion(
        name="quality",
        passed=passed,
        observed=observed,
        required=required,
        sentence=f"quality: {observed}; required: {required}",
    )

"""From counts to a verdict: one window against the reference."""

from dataclasses import dataclass

from slipway.monitoring.comparison import Comparison, compare
from slipway.monitoring.findings import findings
from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.outline import Shape
from slipway.monitoring.profiles.table import ColumnProfile, TableProfile
from slipway.monitoring.quality.concept import concept
from slipway.monitoring.quality.measure import quality
from slipway.monitoring.quality.outcomes import Outcomes
from slipway.monitoring.reasons import reasons
from slipway.monitoring.reference import Reference
from slipway.monitoring.states import State
from slipway.monitoring.statistics import benjamini_hochberg
from slipway.monitoring.thresholds import Thresholds
from slipway.monitoring.verdict import ColumnVerdict, Concept, Finding, Quality, Window


@dataclass(frozen=True, kw_only=True)
class Collected:
    """Everything that was counted in one window."""

    index: int
    profile: TableProfile
    outcomes: Outcomes | None
    start: str | None = None
    end: str | None = None


def judge(reference: Reference, window: Collected, limits: Thresholds) -> Window:
    """The verdict on a window; a fault in one column leaves the others' verdicts alone."""
    rows = window.profile.rows
    enough = min(rows, reference.profile.rows) >= limits.minimum_rows
    found = findings(reference.layout, reference.profile, window.profile, limits) if enough else ()
    columns = _columns(reference, window.profile, found, limits, enough=enough)
    realised = quality(reference.outcomes, window.outcomes, limits)
    relation = concept(reference.outcomes, window.outcomes, limits)
    state = _state(rows, columns, found, relation, realised, enough=enough)
    return Window(
        index=window.index,
        rows=rows,
        state=state,
        start=window.start,
        end=window.end,
        columns=columns,
        concept=relation,
        quality=realised,
        findings=found,
        reasons=reasons(
            rows=rows,
            state=state,
            columns=columns,
            findings=found,
            concept=relation,
            quality=realised,
            limits=limits,
        ),
    )


def _state(
    rows: int,
    columns: dict[str, ColumnVerdict],
    found: tuple[Finding, ...],
    relation: Concept,
    realised: Quality,
    *,
    enough: bool,
) -> State:
    if not rows:
        return State.NO_DATA
    if not enough:
        return State.INSUFFICIENT
    states = {column.state for column in columns.values()}
    if State.DRIFT in states or relation.state is State.DRIFT:
        return State.DRIFT
    if realised.state is State.QUALITY or any(one.severity == "fault" for one in found):
        return State.QUALITY
    proven = State.OK in states or realised.state is State.OK
    return State.OK if proven else State.INSUFFICIENT


def _columns(
    reference: Reference,
    window: TableProfile,
    found: tuple[Finding, ...],
    limits: Thresholds,
    *,
    enough: bool,
) -> dict[str, ColumnVerdict]:
    compared: dict[str, Comparison] = {}
    for name, profile in window.columns.items():
        result = compare(reference.profile.columns[name], profile, limits) if enough else None
        if result is not None:
            compared[name] = result
    chances = {name: result.p for name, result in compared.items()}
    significant = benjamini_hochberg.rejected(chances, limits.column_level)
    faulty = {one.column for one in found if one.severity == "fault"}
    verdicts: dict[str, ColumnVerdict] = {}
    for name in reference.layout.bins:
        seen = window.columns.get(name)
        if seen is None:
            missing = State.QUALITY if name in faulty else State.NO_DATA
            verdicts[name] = ColumnVerdict(state=missing, values=0)
        else:
            verdicts[name] = _column(
                seen,
                reference.shapes[name],
                compared.get(name),
                significant=name in significant,
                faulty=name in faulty,
            )
    return verdicts


def _column(
    profile: ColumnProfile,
    shape: Shape,
    result: Comparison | None,
    *,
    significant: bool,
    faulty: bool,
) -> ColumnVerdict:
    moments = profile.moments if isinstance(profile, NumericProfile) else None
    drifted = result is not None and significant and result.effect >= result.floor
    state = State.OK if result is not None else State.INSUFFICIENT
    if faulty:
        state = State.QUALITY
    return ColumnVerdict(
        state=State.DRIFT if drifted else state,
        values=profile.usable,
        method=result.method if result else None,
        score=result.score if result else None,
        p=result.p if result else None,
        effect=result.effect if result else None,
        floor=result.floor if result else None,
        significant=significant,
        statistics=result.statistics if result else {},
        nulls=profile.nulls / profile.rows if profile.rows else 0.0,
        mean=moments.mean if moments and moments.count else None,
        deviation=moments.deviation if moments and moments.count else None,
        shares=shape.shares(profile),
    )

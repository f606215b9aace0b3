"""Faults of the data itself: schema, type, nulls, range, unseen categories."""

from collections.abc import Iterator

from slipway.monitoring.profiles.categorical import CategoricalProfile
from slipway.monitoring.profiles.numeric import NumericProfile
from slipway.monitoring.profiles.survey import Layout
from slipway.monitoring.profiles.table import ColumnProfile, TableProfile
from slipway.monitoring.statistics import wilson
from slipway.monitoring.thresholds import Thresholds
from slipway.monitoring.verdict import FaultKind, Finding

LEAST = 0.001
"""Smallest share that is written out."""

_WORDS: dict[FaultKind, str] = {
    "null": "are null",
    "range": "lie outside the reference's range",
    "infinite": "are infinite",
    "unreadable": "can't be read as this column's type",
    "unseen": "are in a category that the reference doesn't have",
}


def findings(
    layout: Layout, reference: TableProfile, window: TableProfile, limits: Thresholds
) -> tuple[Finding, ...]:
    """Every finding of a window, by column; a fault never keeps another column from its verdict."""
    return (
        *_schema(layout, window),
        *(
            finding
            for name in layout.bins
            if name in window.columns
            for finding in _column(name, layout, reference, window, limits)
        ),
    )


def _schema(layout: Layout, window: TableProfile) -> Iterator[Finding]:
    for name in layout.bins:
        present = window.columns[name].rows if name in window.columns else 0
        if present < window.rows:
            share = 1 - present / window.rows
            text = f"{name} is missing in {_percent(share)} of the rows"
            yield Finding(
                kind="schema",
                column=name,
                severity="fault",
                share=share,
                reference_share=0.0,
                message=text,
            )
    for name in sorted(window.extra):
        text = f"{name} isn't in the reference and is not compared"
        yield Finding(
            kind="schema",
            column=name,
            severity="notice",
            share=1.0,
            reference_share=0.0,
            message=text,
        )


def _column(
    name: str, layout: Layout, reference: TableProfile, window: TableProfile, limits: Thresholds
) -> Iterator[Finding]:
    ours, theirs = reference.columns[name], window.columns[name]
    strange = window.families[name] - {layout.families[name], "nothing"}
    if strange:
        came = ", ".join(sorted(strange))
        yield Finding(
            kind="type",
            column=name,
            severity="notice" if _readable(theirs) else "fault",
            share=1.0,
            reference_share=0.0,
            message=f"{name} came as {came}; the reference holds {layout.families[name]}",
        )
    known, found = dict(_counts(ours, reference=True)), dict(_counts(theirs, reference=False))
    for kind, amount in found.items():
        finding = _share(name, kind, (amount, theirs.rows), (known[kind], ours.rows), limits)
        if finding is not None:
            yield finding


def _readable(profile: ColumnProfile) -> bool:
    bad = profile.unreadable
    if isinstance(profile, CategoricalProfile):
        bad += profile.unseen
    return bad == 0


def _counts(profile: ColumnProfile, *, reference: bool) -> Iterator[tuple[FaultKind, int]]:
    yield "null", profile.nulls
    yield "unreadable", profile.unreadable
    if isinstance(profile, NumericProfile):
        yield "infinite", profile.infinite
        yield "range", profile.outside
    else:
        # What the reference saw once stands for what it didn't see at all.
        yield "unseen", profile.once if reference else profile.unseen


def _share(
    name: str,
    kind: FaultKind,
    window: tuple[int, int],
    reference: tuple[int, int],
    limits: Thresholds,
) -> Finding | None:
    """A fault if the share is beyond the reference's by more than chance and the floor."""
    share = window[0] / window[1] if window[1] else 0.0
    usual = reference[0] / reference[1] if reference[1] and kind != "unseen" else 0.0
    low, _ = wilson.interval(*window, limits.fault_interval)
    _, high = wilson.interval(*reference, limits.fault_interval)
    fault = low > high + limits.fault_floor
    new = window[0] > 0 and reference[0] == 0 and kind != "range"
    if not fault and not new:
        return None
    return Finding(
        kind=kind,
        column=name,
        severity="fault" if fault else "notice",
        share=share,
        reference_share=usual,
        message=f"{name}: {_percent(share)} of the values {_WORDS[kind]}"
        f" (reference {_percent(usual)})",
    )


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= LEAST or not share else "under 0.1%"

"""The page as a whole."""

from collections import Counter
from importlib import resources

from slipway.monitoring.report.columns import SHOWN_WINDOWS, cards, grid, ordered
from slipway.monitoring.report.outcome import outcome
from slipway.monitoring.report.text import STATES, badge, escape, rows, share
from slipway.monitoring.verdict import Finding, Verdict

SHOWN_FINDINGS = 200
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(verdict: Verdict) -> str:
    """The report, complete in itself."""
    style = resources.files(__package__ or "").joinpath("style.css").read_text(encoding="utf-8")
    names = ordered(verdict)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(_title(verdict))}</title><style>{style}</style></head><body><main>"
        f"{_head(verdict)}"
        f"<h2>Columns over the windows</h2>{_legend()}{_note(verdict)}{grid(verdict, names)}"
        f"<h2>Predictions and labels</h2>{outcome(verdict)}"
        f"<h2>Distributions</h2>{_key()}{cards(verdict, names)}"
        f"{_findings(verdict)}{_aside(verdict)}{_method(verdict)}"
        "</main></body></html>\n"
    )


def _title(verdict: Verdict) -> str:
    subject = verdict.subject
    name = subject.model or "Drift report"
    return f"{name}, version {subject.version}" if subject.version else name


def _head(verdict: Verdict) -> str:
    windows = verdict.windows
    count = Counter(window.state for window in windows)
    tally = ", ".join(f"{amount} {STATES[state]}" for state, amount in count.items())
    total = sum(window.rows for window in windows)
    first, last = windows[0].start, windows[-1].end
    period = f" from {first} to {last}" if first and last else ""
    told = next((w for w in reversed(windows) if w.state.alarms), windows[-1])
    items = "".join(f"<li>{escape(reason)}</li>" for reason in told.reasons)
    when = f"Window {told.index + 1}" if len(windows) > 1 else ""
    undated = (
        f" {rows(verdict.undated_rows)} rows without a time are in no window."
        if verdict.undated_rows
        else ""
    )
    return (
        f"<header>{badge(verdict.state, big=True)}<h1>{escape(_title(verdict))}</h1></header>"
        f'<p class="soft">{rows(total)} rows{period}, against {rows(verdict.reference_rows)}'
        f" reference rows. Windows: {tally}.{undated} Made {verdict.created}.</p>"
        + (f'<p class="soft small">{when}</p>' if items and when else "")
        + (f'<ul class="reasons">{items}</ul>' if items else "")
    )


def _legend() -> str:
    return (
        '<p class="legend"><span><i class="drift"></i>drift: significant and larger than the floor'
        '</span><span><i class="quality"></i>data fault</span>'
        "<span>number: effect, 0 none, 1 nothing in common</span></p>"
    )


def _key() -> str:
    return (
        '<p class="legend"><span><i style="background:var(--reference)"></i>reference</span>'
        '<span><i style="background:var(--current)"></i>window</span>'
        "<span>the last window that alarms, else the last one; largest change first</span></p>"
    )


def _note(verdict: Verdict) -> str:
    if len(verdict.windows) <= SHOWN_WINDOWS:
        return ""
    return f'<p class="soft small">The last {SHOWN_WINDOWS} of {len(verdict.windows)} windows.</p>'


def _findings(verdict: Verdict) -> str:
    found = [(window.index, finding) for window in verdict.windows for finding in window.findings]
    if not found:
        none = "None: schema, types, nulls, ranges and categories are as in the reference."
        return f'<h2>Data faults</h2><p class="soft">{none}</p>'
    lines = "".join(_finding(index, finding) for index, finding in found[:SHOWN_FINDINGS])
    cut = f"{SHOWN_FINDINGS} of {len(found)} findings." if len(found) > SHOWN_FINDINGS else ""
    more = f'<p class="soft small">{cut}</p>'
    head = "<tr><th>window</th><th>severity</th><th>finding</th><th class='n'>share</th></tr>"
    return f'<h2>Data faults</h2><div class="panel scroll"><table>{head}{lines}</table>{more}</div>'


def _finding(index: int, finding: Finding) -> str:
    return (
        f"<tr><td>{index + 1}</td><td>{finding.severity}</td><td>{escape(finding.message)}</td>"
        f"<td class='n'>{share(finding.share)}</td></tr>"
    )


def _aside(verdict: Verdict) -> str:
    if not verdict.aside:
        return ""
    lines = "".join(
        f"<tr><td>{escape(name)}</td><td class='soft'>{escape(reason)}</td></tr>"
        for name, reason in verdict.aside.items()
    )
    return f'<h2>Not compared</h2><div class="panel scroll"><table>{lines}</table></div>'


def _method(verdict: Verdict) -> str:
    levels = verdict.levels
    return (
        '<footer class="soft small"><details><summary>How to read this</summary>'
        "<p>A column drifts when its change is significant after the correction of Benjamini and "
        f"Hochberg over all columns (level {levels.column_level:g}) and its effect exceeds a floor "
        f"({levels.numeric_floor:g} for numbers, {levels.categorical_floor:g} for categories, more "
        "in small windows, where chance alone makes large effects). Numbers: Kolmogorov-Smirnov, "
        "effect the distance itself, or half the normalised Wasserstein distance where that is "
        "larger. Categories: chi-square, effect the Jensen-Shannon distance. Bins are frozen on "
        "the reference."
        "</p><p>When nothing changes, at most "
        f"{levels.false_alarms_per_100_windows:g} of 100 windows is expected to alarm. Under "
        f"{levels.minimum_rows} rows there is no verdict.</p></details></footer>"
    )

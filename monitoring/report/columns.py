"""The part of the page about single columns: a grid over the windows, and a card for each."""

from collections.abc import Sequence

from slipway.monitoring.report.drawing import distribution
from slipway.monitoring.report.text import badge, chance, escape, number, rows, share
from slipway.monitoring.states import State
from slipway.monitoring.verdict import ColumnVerdict, Outline, Verdict, Window

SHOWN_WINDOWS = 60
"""Windows in the grid; of more only the last are shown."""


def ordered(verdict: Verdict) -> list[str]:
    """Columns by their largest effect."""

    def largest(name: str) -> float:
        found = (window.columns[name] for window in verdict.windows if name in window.columns)
        return max((column.effect or 0.0 for column in found), default=0.0)

    return sorted(verdict.reference, key=lambda name: (-largest(name), name))


def grid(verdict: Verdict, names: Sequence[str]) -> str:
    """Effect of each column in each window."""
    windows = verdict.windows[-SHOWN_WINDOWS:]
    head = "".join(
        f'<th class="w" title="{escape(_period(window))}">{window.index + 1}</th>'
        for window in windows
    )
    body = "".join(
        f'<tr><th class="name" title="{escape(name)}">{escape(name)}</th>'
        + "".join(_cell(window.columns.get(name), len(windows)) for window in windows)
        + "</tr>"
        for name in names
    )
    return (
        f'<div class="panel scroll"><table class="grid"><tr><th class="name soft small">window</th>'
        f"{head}</tr>{body}</table></div>"
    )


def _cell(column: ColumnVerdict | None, windows: int) -> str:
    if column is None or column.effect is None:
        kind = column.state.value if column is not None else ""
        return f'<td class="cell {kind}" style="--heat:0" title="{kind}"></td>'
    heat = min(column.effect / 0.5, 1.0)
    marked = column.state.value if column.state.alarms else ""
    title = f"{column.state}: effect {number(column.effect)}, p {chance(column.p)}"
    text = f"{column.effect:.2f}".lstrip("0") if windows <= 16 else ""  # noqa: PLR2004 -- room
    return f'<td class="cell {marked}" style="--heat:{heat:.2f}" title="{title}">{text}</td>'


def _period(window: Window) -> str:
    return f"{window.start} to {window.end}" if window.start else f"{window.rows:,} rows"


def cards(verdict: Verdict, names: Sequence[str]) -> str:
    """One card per column."""
    made = "".join(_card(verdict, name) for name in names)
    return f'<div class="cards">{made}</div>'


def _card(verdict: Verdict, name: str) -> str:
    outline = verdict.reference[name]
    window = _telling(verdict.windows, name)
    column = window.columns[name] if window is not None else None
    role = f' <span class="soft small">{outline.role}</span>' if outline.role != "feature" else ""
    shown = f"window {window.index + 1}, {rows(window.rows)} rows" if window is not None else ""
    return (
        f'<article class="panel"><div class="head"><h3>{escape(name)}{role}</h3>'
        f"{badge(column.state if column is not None else State.NO_DATA)}</div>"
        f'<p class="soft small">{shown}</p>'
        f"{distribution(outline, column.shares if column is not None else ())}"
        f"{_facts(outline, column)}</article>"
    )


def _telling(windows: Sequence[Window], name: str) -> Window | None:
    """The last window that alarms, else the last one with values."""
    having = [w for w in windows if name in w.columns and w.columns[name].shares]
    alarming = [window for window in having if window.columns[name].state.alarms]
    chosen = alarming or having
    return chosen[-1] if chosen else None


def _facts(outline: Outline, column: ColumnVerdict | None) -> str:
    if column is None:
        return ""
    test = {"ks": "KS", "chi2": "χ²"}.get(column.method or "", "test")
    facts = [
        ("effect", number(column.effect)),
        ("floor", number(column.floor)),
        (test, number(column.score)),
        ("p", chance(column.p)),
    ]
    if outline.mean is not None:
        facts += [
            ("mean", f"{number(outline.mean)} → {number(column.mean)}"),
            ("sd", f"{number(outline.deviation)} → {number(column.deviation)}"),
        ]
    if outline.nulls or column.nulls:
        facts.append(("nulls", f"{share(outline.nulls)} → {share(column.nulls)}"))
    rest = "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in facts)
    return f'<dl class="facts">{rest}</dl>'

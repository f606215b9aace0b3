"""A review as one Markdown comment."""

import json
from collections.abc import Iterator, Sequence

from slipway.stacks.cost.diff.rows import signed
from slipway.stacks.cost.money import cents
from slipway.stacks.cost.span import Span
from slipway.stacks.cut import cut
from slipway.stacks.plan.diff.changes import ResourceChange
from slipway.stacks.plan.graph import Json
from slipway.stacks.policy.finding import Finding
from slipway.stacks.review.cost_by_role import cost_by_role
from slipway.stacks.review.review import Review
from slipway.stacks.review.stack_review import ComponentChange, Loss, StackReview
from slipway.stacks.review.wording import ORDER, counts, headline, loss_line, release_line

MARKER = "<!-- slipway review -->"
"""A comment that begins with it is this one of an earlier push: it is replaced."""
LIMIT = 60_000
"""Characters; GitHub takes 65,536."""
_SIGNS = {"added": "+", "removed": "-", "updated": "~", "may-replace": "?", "replaced": "!"}
_LINES = (None, 60, 20, 5, 0)
"""How many lines of one stack's details are shown, from the fullest rendering on."""
_SHOWN = 60


def markdown(review: Review, limit: int = LIMIT) -> str:
    """The comment, under the limit: details are folded and counted, what is lost is never left out.

    Raises:
        ReviewTooLongError: What must be said is longer than the limit by itself.
    """
    *fuller, least = _LINES
    for lines in fuller:
        text = _rendered(review, lines)
        if len(text) < limit:
            return text
    text = _rendered(review, least)
    if len(text) >= limit:
        raise ReviewTooLongError(len(text), limit)
    return text


class ReviewTooLongError(Exception):
    """Even without any detail the comment is too long."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"review: got {length} characters without details; expected fewer than {limit}. "
            "Review fewer stacks at once (--stack), or read it with --json."
        )


def _rendered(review: Review, lines: int | None) -> str:
    parts = [MARKER, f"### {headline(review)}"]
    for one in review.changed:
        parts += _stack(one, lines)
    if review.changed:
        parts.append(_folded("What this can't know", _unknown(review.changed)))
    same = [one.stack for one in review.stacks if not one.changed]
    if same and review.changed:
        parts.append(f"Unchanged: {', '.join(same)}.")
    if review.gone:
        parts.append(
            f"Stacks that are no longer here: {', '.join(review.gone)}. What they made runs on, "
            "unwatched and billed, until `pulumi destroy` with the old files."
        )
    return "\n\n".join(parts) + "\n"


def _stack(one: StackReview, lines: int | None) -> Iterator[str]:
    yield (
        f"#### {one.stack}: {one.variant} on {one.target}, {one.environment}\n\n"
        f"{counts(one.changes)}."
    )
    if one.losses:
        yield _listed("Goes, or is made anew:", _losses(one.losses, lines))
    if one.releases:
        yield _listed("Releases:", [release_line(change) for change in one.releases])
    if one.findings.new:
        yield _listed("New policy findings:", [_finding(new) for new in one.findings.new])
    if one.findings.fixed:
        fixed = [f"{old.policy.id}, {_code(old.name)}" for old in one.findings.fixed]
        yield _listed("Mended policy findings:", fixed)
    yield _cost(one)
    if one.components:
        yield _folded("Changes by component", _components(one.components, lines))


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"**{title}**", "", *(f"- {line}" for line in lines)])


def _folded(title: str, lines: Sequence[str]) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"<details><summary>{title}</summary>\n\n{listed}\n\n</details>"


def _losses(losses: Sequence[Loss], lines: int | None) -> list[str]:
    """What takes data or a service is always told; the rest is counted where there is no room."""
    heavy = [one for one in losses if one.consequence and one.consequence.weight != "none"]
    light = [one for one in losses if one not in heavy]
    kept = light if lines is None else light[:lines]
    told = [loss_line(one) for one in (*heavy, *kept)]
    if len(kept) < len(light):
        told.append(f"and {len(light) - len(kept)} more that take no data and no service")
    return [_plain(line) for line in told]


def _finding(finding: Finding) -> str:
    policy = finding.policy
    return (
        f"**{policy.severity}** {policy.id}, {_code(finding.name)} {_code(finding.path)}: got "
        f"{_plain(finding.found)}. {_plain(policy.title)}. {_plain(policy.remedy)}"
    )


def _cost(one: StackReview) -> str:
    """By part of the platform; the whole line where nothing changes."""
    cost = one.cost
    total = f"{_range(cost.before.total)} -> {_range(cost.after.total)} {cost.currency} a month"
    known = "" if cost.completeness == "complete" else " of what has a price on both sides"
    rows = cost_by_role(cost)
    if not rows:
        return f"**Cost:** unchanged, {_range(cost.after.total)} {cost.currency} a month."
    table = [
        f"**Cost:** {signed(cost.delta.expected)}{known} ({total})",
        "",
        "| part | before | after | change |",
        "|---|---:|---:|---:|",
    ]
    for row in rows:
        change = signed(row.after.expected - row.before.expected)
        table.append(f"| {row.role} | {_range(row.before)} | {_range(row.after)} | {change} |")
    return "\n".join(table)


def _range(span: Span) -> str:
    low, expected, high = (cents(figure) for figure in span.each())
    return expected if low == high else f"{expected} ({low} to {high})"


def _components(components: Sequence[ComponentChange], lines: int | None) -> list[str]:
    """A line per resource, with what changes in it; or how many there are."""
    told = [
        _change(component.component, change)
        for component in components
        for change in sorted(component.changes, key=lambda one: (ORDER.index(one.kind), one.urn))
    ]
    kept = told if lines is None else told[:lines]
    if len(kept) < len(told):
        kept = [*kept, f"and {len(told) - len(kept)} more: `slipway plan --base` lists each"]
    return kept


def _change(component: tuple[str, ...], change: ResourceChange) -> str:
    place = " / ".join(component) or "the stack"
    told = [
        f"{one.path} {_value(one.before)} -> {_value(one.after)}" for one in change.properties[:3]
    ]
    if len(change.properties) > len(told):
        told.append(f"and {len(change.properties) - len(told)} more")
    details = f": {'; '.join(told)}" if told else ""
    return _plain(f"{_SIGNS[change.kind]} {place}: {change.name} ({change.type}){details}")


def _value(value: Json) -> str:
    return cut("nothing" if value is None else json.dumps(value), _SHOWN)


def _unknown(stacks: Sequence[StackReview]) -> list[str]:
    """Each said once, with the stacks that it is said of."""
    told: dict[str, list[str]] = {}
    for one in stacks:
        for line in _unknown_of(one):
            told.setdefault(line, []).append(one.stack)
    return [
        line if len(names) == len(stacks) else f"{line} ({', '.join(names)})"
        for line, names in told.items()
    ]


def _unknown_of(one: StackReview) -> Iterator[str]:
    for limit in one.limits:
        yield f"{limit.what}: {limit.how_to_find_out}"
    if one.findings.unknown:
        yield f"{one.findings.unknown} policy verdicts: they rest on values of a deployment"
    if one.releases:
        yield "the gate's verdict on a new version: `slipway model list` has what is stored with it"
    for note in one.notes:
        yield _plain(note)


def _code(text: str) -> str:
    """Not every reader of Markdown leaves tags and names in code alone."""
    for mark, instead in (("`", ""), ("<", "(lt)"), ("@", "@\u200b")):
        text = text.replace(mark, instead)
    return f"`{text}`"


def _plain(text: str) -> str:
    """Text of a plan takes no part in the comment's own Markdown, and calls nobody by name."""
    for mark in ("\\", "*", "_", "[", "]", "<", ">", "|", "`"):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("@", "@\u200b").replace("\n", " ").replace("->".replace(">", "\\>"), "->")

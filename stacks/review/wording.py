"""Sentences of a review that several renderings share."""

from collections import Counter
from collections.abc import Iterable

from slipway.stacks.cost.diff.rows import signed
from slipway.stacks.plan.diff.changes import Kind, ResourceChange
from slipway.stacks.review.release_change import ReleaseChange
from slipway.stacks.review.review import Review
from slipway.stacks.review.stack_review import Loss

ORDER: tuple[Kind, ...] = ("replaced", "may-replace", "removed", "updated", "added")
WORDS: dict[Kind, str] = {
    "replaced": "replaced",
    "may-replace": "maybe replaced",
    "removed": "removed",
    "updated": "updated",
    "added": "added",
}


def counts(changes: Iterable[ResourceChange]) -> str:
    """How many of each kind, the worst first."""
    numbers = Counter(change.kind for change in changes if not _structural(change))
    told = [f"{numbers[kind]} {WORDS[kind]}" for kind in ORDER if numbers[kind]]
    return ", ".join(told) or "no resource changes"


def _structural(change: ResourceChange) -> bool:
    return change.type.startswith(("slipway:", "pulumi:"))


def headline(review: Review) -> str:
    """One sentence over all stacks."""
    changed = review.changed
    if not changed:
        return f"Nothing changes in {_number(len(review.stacks), 'stack')} since {review.base}."
    every = [change for one in changed for change in one.changes]
    bill = ", ".join(f"{signed(amount)} {name}" for name, amount in sorted(review.bill.items()))
    new = sum(len(one.findings.new) for one in changed)
    fixed = sum(len(one.findings.fixed) for one in changed)
    return (
        f"{len(changed)} of {_number(len(review.stacks), 'stack')} change since {review.base}: "
        f"{counts(every)}; {f'{bill} a month' if bill else 'no change of the bill'}; "
        f"{_number(new, 'new policy finding')}, {fixed} mended."
    )


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def loss_line(loss: Loss) -> str:
    """What goes or is made anew, why, and what that means."""
    change = loss.change
    place = " / ".join(loss.component)
    forced = ", ".join(change.forced_by)
    verb = "may force it" if change.kind == "may-replace" else "forces it"
    why = f" ({forced} {verb})" if forced else ""
    means = "" if loss.consequence is None else f": {loss.consequence.sentence}"
    return f"{WORDS[change.kind]} {change.type} {change.name} in {place or 'the stack'}{why}{means}"


def release_line(change: ReleaseChange) -> str:
    """Which version of a model serves before and after."""
    before, after = change.before, change.after
    if after is None:
        return f"{change.model}: version {before.version if before else '?'} is withdrawn"
    if before is None:
        return f"{change.model}: first release, version {after.version} ({_short(after.digest)})"
    how = "back" if after.version < before.version else "on"
    return (
        f"{change.model}: {how} from version {before.version} ({_short(before.digest)}) to "
        f"{after.version} ({_short(after.digest)})"
    )


def _short(digest: str) -> str:
    return digest[: len("sha256:") + 12]

"""What a release or a rollback led to, in one sentence."""

from slipway.stacks.releases.outcome import ReleaseOutcome


def sentence(outcome: ReleaseOutcome) -> str:
    """The outcome for people."""
    what = f"{outcome.model} version {outcome.release.version} ({outcome.release.image})"
    if not outcome.changed:
        return f"{what} serves already; nothing was changed."
    if not outcome.applied:
        return f"{what} is written into the stack file; it serves after the next `pulumi up`."
    before = "no version" if outcome.before is None else f"version {outcome.before.version}"
    return f"{what} serves; before it {before} did."

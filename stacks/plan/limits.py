"""What an offline plan can't know, said beside every plan."""

from dataclasses import dataclass

from slipway.stacks.plan.graph import Plan

_CLOUDS = {"azure": "Azure", "aws": "AWS"}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One thing that only a deployment, or the cloud, can tell."""

    what: str
    how_to_find_out: str


def limits(plan: Plan) -> list[Limit]:
    """The limits that apply to a plan."""
    found = [
        Limit(
            what="what runs now: a plan knows the config, not the state",
            how_to_find_out="pulumi preview, with the stack's credentials",
        )
    ]
    unknown = len(plan.unknowns())
    if unknown:
        found.append(
            Limit(
                what=f"{unknown} {'value' if unknown == 1 else 'values'}"
                " known only after a deployment (addresses, ids)",
                how_to_find_out="slipway plan --json lists each under `unknowns`",
            )
        )
    cloud = _CLOUDS.get(plan.target)
    if cloud is not None:
        found += [
            Limit(
                what=f"whether the credentials may create this in {cloud}",
                how_to_find_out="pulumi up reports the first refusal by name",
            ),
            Limit(
                what=f"quotas of {cloud} and whether the region has the sizes free",
                how_to_find_out=f"{cloud}'s quota page for the account and region",
            ),
            Limit(
                what="whether a name that must be unique worldwide is taken",
                how_to_find_out="pulumi up; names end in a hash of account and stack",
            ),
        ]
    if plan.target != "local":
        found.append(
            Limit(
                what="what the provider adds: defaults, checks and names of its own",
                how_to_find_out="pulumi preview with the provider's plugin",
            )
        )
    return found

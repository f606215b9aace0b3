"""The formats of other tools that a plan can be written in."""

import json
from typing import Literal, get_args

from slipway.stacks.export.arm import arm_template
from slipway.stacks.export.terraform import terraform_plan
from slipway.stacks.plan.graph import Plan

Format = Literal["terraform", "arm"]

FORMATS: tuple[str, ...] = get_args(Format)


def exported(plan: Plan, form: Format) -> str:
    """The plan as a JSON text of that format.

    Raises:
        ExportError: The stack isn't on the format's cloud, or has what the format can't say.
    """
    document = terraform_plan(plan) if form == "terraform" else arm_template(plan)
    return json.dumps(document, indent=2) + "\n"

"""A policy that a resource needn't keep for a while, and why."""

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.fields import Day


class PolicyException(ConfigModel):
    """Takes one policy's findings out of the count until a day."""

    policy: str = Field(description="The policy's id, as `slipway check` prints it.")
    resource: str = Field(
        default="*", description="Name of the resource; * and ? stand for any text or character."
    )
    reason: str = Field(min_length=10, description="What a reviewer needs to know to agree.")
    expires: Day = Field(description="The last day on which it holds.")

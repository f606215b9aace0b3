"""A limit that isn't kept, in `slipway cost --json`."""

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.cost.guard.limits import LimitName, Violation


class ViolationDocument(ConfigModel):
    """Which limit, and a sentence that says by how much."""

    limit: LimitName
    message: str

    @classmethod
    def of(cls, violation: Violation) -> "ViolationDocument":
        """The document of a violation."""
        return cls(limit=violation.limit, message=violation.message)

"""A template's parameters: what the plan doesn't know, and what it must not show."""

import re
from dataclasses import dataclass, field

from slipway.stacks.plan.graph import Json


@dataclass(kw_only=True)
class Parameters:
    """Collects one parameter per value that whoever deploys the template would have to give."""

    found: dict[str, Json] = field(default_factory=dict)

    def unknown(self, owner: str, path: str) -> str:
        """The expression for a value that only a deployment tells."""
        return self._ask(owner, path, "string", "Known after deployment.")

    def secret(self, owner: str, path: str) -> str:
        """The expression for a secret; it has no default."""
        return self._ask(owner, path, "secureString", "A secret.")

    def _ask(self, owner: str, path: str, kind: str, why: str) -> str:
        name = re.sub(r"[^A-Za-z0-9_]+", "_", f"{owner}_{path}").strip("_")
        self.found[name] = {"type": kind, "metadata": {"description": why}}
        return f"[parameters('{name}')]"

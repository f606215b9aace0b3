"""The platform's alert rules in a workspace of managed Prometheus."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions


@dataclass(frozen=True, kw_only=True)
class AlertRulesArgs:
    """Rule files by name, as Prometheus itself reads them."""

    name: str
    """Begins every namespace's name: several platforms may share a workspace."""
    workspace_id: Input[str]
    files: Mapping[str, str]


class AlertRules(pulumi.ComponentResource):
    """Apart from the workspace, because some of the rules change with every release."""

    def __init__(
        self, name: str, args: AlertRulesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:AlertRules", name, {}, opts)
        for file, rules in args.files.items():
            stem = file.removesuffix(".yaml")
            aws.amp.RuleGroupNamespace(
                f"{name}-{stem}",
                name=f"{args.name}-{stem}",
                workspace_id=args.workspace_id,
                data=rules,
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})

"""The platform's alert rules in a workspace of managed Prometheus."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.naming import NameRule, global_name

NAMESPACE = NameRule(kind="rule group namespace", limit=64, hyphens=True)


@dataclass(frozen=True, kw_only=True)
class AlertRulesArgs:
    """Rule files by name, as Prometheus itself reads them."""

    name: str
    """Begins every namespace's name: several platforms may share a workspace."""
    scope: str
    """What no other platform has; see `global_name`."""
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
                name=global_name(NAMESPACE, args.name, stem, scope=args.scope),
                workspace_id=args.workspace_id,
                data=rules,
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})

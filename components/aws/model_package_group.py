"""A model's place in SageMaker's model registry; or a group that exists."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions


@dataclass(frozen=True, kw_only=True)
class ModelPackageGroupArgs:
    """There before the first version, so that a release has somewhere to go."""

    group: str
    """The group's name, unique in account and region."""
    model: str
    production: bool
    adopt: Input[str] | None = None
    """The name of a group that exists."""


class ModelPackageGroup(pulumi.ComponentResource):
    """Versions are added by releases; none is Pulumi's."""

    group: Output[str]
    """The group's name."""

    def __init__(
        self, name: str, args: ModelPackageGroupArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ModelPackageGroup", name, {}, opts)
        if args.adopt is None:
            made = aws.sagemaker.ModelPackageGroup(
                f"{name}-group",
                model_package_group_name=args.group,
                model_package_group_description=f"Released versions of {args.model}",
                tags={"slipway:model": args.model},
                # SageMaker deletes only empty groups: the registry outlives a slip.
                opts=ResourceOptions(parent=self, protect=args.production),
            )
            self.group = made.model_package_group_name
        else:
            self.group = Output.from_input(args.adopt)
        self.register_outputs({"group": self.group})

"""An image of ours as an Azure ML environment: what a job or a deployment names instead of it."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt

_DIGEST = 12


@dataclass(frozen=True, kw_only=True)
class ContainerEnvironmentArgs:
    """Nothing is built: the image is taken as it is, by its digest."""

    workspace: WorkspaceAt
    environment: str
    description: str
    image: Input[str] | None = None
    """By digest; None: no version yet, each release registers its own."""


class ContainerEnvironment(pulumi.ComponentResource):
    """A name, and at most one version of it; a version never changes."""

    name: Output[str]
    """Known in a plan; versions are registered after it."""

    version: Output[str] | None
    """Id of the version, which jobs name."""

    def __init__(
        self, name: str, args: ContainerEnvironmentArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:ContainerEnvironment", name, {}, opts)
        made = ml.EnvironmentContainer(
            f"{name}-container",
            name=args.environment,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            properties=ml.EnvironmentContainerPropertiesArgs(
                description=args.description, is_archived=False
            ),
            opts=ResourceOptions(parent=self),
        )
        self.name = known_after(made, args.environment)
        self.version = None if args.image is None else self._register(name, args, args.image)
        self.register_outputs({"name": self.name})

    def _register(
        self, name: str, args: ContainerEnvironmentArgs, image: Input[str]
    ) -> Output[str]:
        version = Output.from_input(image).apply(_version_of)
        made = ml.EnvironmentVersion(
            f"{name}-version",
            name=self.name,
            version=version,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            properties=ml.EnvironmentVersionPropertiesArgs(
                image=image,
                os_type=ml.OperatingSystemType.LINUX,
                auto_rebuild=ml.AutoRebuildSetting.DISABLED,
                is_anonymous=False,
                is_archived=False,
            ),
            opts=ResourceOptions(parent=self),
        )
        at = Output.concat(
            args.workspace.id, f"/environments/{args.environment}/versions/", version
        )
        return Output.all(at, made.urn).apply(lambda both: str(both[0]))


def _version_of(image: str) -> str:
    return image.rpartition(":")[2][:_DIGEST]

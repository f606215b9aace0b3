"""A Kubernetes cluster that the team already runs."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel


class KubernetesTarget(ConfigModel):
    """A cluster reached by a kubeconfig; nothing of the cluster itself is changed."""

    kind: Literal["kubernetes"]
    context: str | None = Field(
        default=None,
        description="Context of the operator's kubeconfig; without it the current one.",
    )
    storage_class: str | None = Field(
        default=None, description="Class of every volume; without it the cluster's default."
    )
    registry: Annotated[str, Field(pattern=r"^[a-z0-9.-]+(:\d+)?(/[a-z0-9._/-]+)?$")] | None = (
        Field(
            default=None,
            description="Registry that holds the platform's and the models' images and that every"
            " node can pull from; without it the platform runs one inside the cluster.",
        )
    )

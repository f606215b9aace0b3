"""The registry of images: ECR, one repository per image; or one that exists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.images_present import FAMILY

KEPT_PLATFORM = 30
"""How many versions of an image of the platform are kept."""

KEPT_MODELS = 300
"""How many of a model's: the one that serves may be old, and must not be among those that leave."""

_ECR = re.compile(r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/")

UNTAGGED_DAYS = 14
"""An image without a tag is what a push left half done."""


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """Names are plain: a node's policy and the release command are made of them."""

    place: AwsPlace
    platform_images: Sequence[str]
    models: Sequence[str]
    key_arn: Input[str]
    production: bool
    adopt: str | None = None
    """``ACCOUNT.dkr.ecr.REGION.amazonaws.com[/PREFIX]`` whose repositories exist already."""


class ContainerRegistry(pulumi.ComponentResource):
    """Tags never move, images are scanned when they arrive, and old ones leave."""

    url: str
    """Host, and an adopted one's prefix: an image is ``{url}/slipway/{name}@sha256:...``."""

    repository_arns: str
    """Matches the ARN of every repository of the platform in it."""

    repositories: Mapping[str, Output[str]]
    """Repository URL by image name; what pushes or pulls waits for it."""

    def __init__(
        self, name: str, args: ContainerRegistryArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ContainerRegistry", name, {}, opts)
        names = [*args.platform_images, *args.models]
        if args.adopt is None:
            self.url = args.place.registry_host
            self.repositories = {
                image: self._repository(f"{name}-{image}", image, args) for image in names
            }
        else:
            self.url = args.adopt
            self.repositories = {
                image: Output.from_input(f"{args.adopt}/{FAMILY}/{image}") for image in names
            }
        self.repository_arns = _arn(f"{self.url}/{FAMILY}/*")
        self.register_outputs({"url": self.url})

    def holds(self, image: str) -> bool:
        """Whether an image reference is of this registry's part for the platform."""
        return image.startswith(f"{self.url}/{FAMILY}/")

    def _repository(self, name: str, image: str, args: ContainerRegistryArgs) -> Output[str]:
        keep = KEPT_MODELS if image in args.models else KEPT_PLATFORM
        repository = aws.ecr.Repository(
            name,
            name=f"{FAMILY}/{image}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
                scan_on_push=True
            ),
            encryption_configurations=[
                aws.ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type="KMS", kms_key=args.key_arn
                )
            ],
            # Production's images outlive a destroy; elsewhere a repository with images may go.
            force_delete=not args.production,
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        aws.ecr.LifecyclePolicy(
            name,
            repository=repository.name,
            policy=Output.json_dumps({"rules": [_untagged(1), _beyond(keep, 2)]}),
            opts=ResourceOptions(parent=self),
        )
        return repository.repository_url


def repository_arn(image: str) -> str | None:
    """The repository of an image reference; None where that isn't one of ECR's."""
    return _arn(image.partition("@")[0]) if _ECR.match(image) else None


def _arn(repository_url: str) -> str:
    host, _, path = repository_url.partition("/")
    account, _, _, region = host.split(".")[:4]
    return AwsPlace(account=account, region=region).arn("ecr", f"repository/{path}")


def _untagged(priority: int) -> dict[str, object]:
    return {
        "rulePriority": priority,
        "description": "Images without a tag",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": UNTAGGED_DAYS,
        },
        "action": {"type": "expire"},
    }


def _beyond(count: int, priority: int) -> dict[str, object]:
    return {
        "rulePriority": priority,
        "description": f"All but the newest {count}",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count},
        "action": {"type": "expire"},
    }

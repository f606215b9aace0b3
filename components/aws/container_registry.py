"""The registry of images: ECR, one repository per image; or one that exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace

UNTAGGED_DAYS = 14
"""An image without a tag is what a push left half done."""


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """Names are plain: a node's policy and the release command are made of them."""

    place: AwsPlace
    prefix: str
    """First part of every repository's name."""
    platform_images: Sequence[str]
    models: Sequence[str]
    keep_platform: int
    """How many versions of a platform image are kept."""
    keep_models: int
    """How many of a model: a roll-back needs the ones before the current."""
    key_arn: Input[str]
    production: bool
    adopt: str | None = None
    """``ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX`` whose repositories exist already."""


class ContainerRegistry(pulumi.ComponentResource):
    """Tags never move, images are scanned when they arrive, and old ones leave."""

    url: str
    """Host and prefix: an image is ``{url}/{name}@sha256:...``."""

    repository_arns: str
    """Matches the ARN of every repository below the prefix."""

    repositories: Mapping[str, Output[str]]
    """Repository URL by image name; what pushes or pulls waits for it."""

    def __init__(
        self, name: str, args: ContainerRegistryArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ContainerRegistry", name, {}, opts)
        names = {
            **dict.fromkeys(args.platform_images, args.keep_platform),
            **dict.fromkeys(args.models, args.keep_models),
        }
        if args.adopt is None:
            place = args.place
            self.url = f"{place.account}.dkr.ecr.{place.region}.{place.dns_suffix}/{args.prefix}"
            self.repositories = {
                image: self._repository(f"{name}-{image}", f"{args.prefix}/{image}", keep, args)
                for image, keep in names.items()
            }
        else:
            self.url = args.adopt
            self.repositories = {
                image: Output.from_input(f"{args.adopt}/{image}") for image in names
            }
        self.repository_arns = repositories_below(self.url)
        self.register_outputs({"url": self.url})

    def _repository(
        self, name: str, path: str, keep: int, args: ContainerRegistryArgs
    ) -> Output[str]:
        repository = aws.ecr.Repository(
            name,
            name=path,
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


def repositories_below(url: str) -> str:
    """The ARN pattern of the repositories below ``ACCOUNT.dkr.ecr.REGION.SUFFIX[/PREFIX]``."""
    host, _, prefix = url.partition("/")
    account, _, _, region = host.split(".")[:4]
    path = f"{prefix}/*" if prefix else "*"
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

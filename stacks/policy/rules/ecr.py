"""Elastic Container Registry."""

from slipway.stacks.policy.judges import holds, is_, off
from slipway.stacks.policy.policy import PRODUCTION, Policy

_REPOSITORY = frozenset({"aws:ecr/repository:Repository"})

POLICIES = (
    Policy(
        id="ecr-immutable-tags",
        severity="high",
        title="A tag never names another image",
        reason="What was reviewed and what runs would differ without a trace.",
        remedy="Leave imageTagMutability at IMMUTABLE.",
        types=_REPOSITORY,
        property="imageTagMutability",
        must=is_("IMMUTABLE"),
        checks=("CKV_AWS_51",),
    ),
    Policy(
        id="ecr-scanned",
        severity="medium",
        title="Images are scanned when they arrive",
        reason="Known holes of their packages are told before they serve.",
        remedy="Leave imageScanningConfiguration.scanOnPush at true.",
        types=_REPOSITORY,
        property="imageScanningConfiguration.scanOnPush",
        must=is_(True),
        checks=("CKV_AWS_163",),
    ),
    Policy(
        id="ecr-encrypted",
        severity="medium",
        title="Images are encrypted with a key of yours",
        reason="A model image holds the model.",
        remedy="Leave encryptionConfigurations at KMS.",
        types=_REPOSITORY,
        property="encryptionConfigurations[].encryptionType",
        must=holds(lambda value: value in ("KMS", "KMS_DSSE")),
        checks=("CKV_AWS_136",),
    ),
    Policy(
        id="ecr-kept-in-production",
        severity="high",
        title="A production's images aren't deleted by a tear-down",
        reason="There is no way back to a version whose image is gone.",
        remedy="Leave forceDelete at false in production.",
        types=_REPOSITORY,
        property="forceDelete",
        must=off(),
        environments=PRODUCTION,
    ),
)

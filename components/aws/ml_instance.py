"""What a SageMaker instance type can't do, told from its name."""

import re

_LOCAL_DISK = re.compile(r"^ml\.(?:[a-z]+\d+[a-z]*d[a-z]*|g5|g6e?|gr6|i\d\w*|p5\w*|trn\d\w*)\.")
"""A d after the generation, or a family that always has local NVMe disks."""

_BURSTABLE = re.compile(r"^ml\.t\d")


def takes_volume_key(instance_type: str) -> bool:
    """Whether its volume can have a key of ours.

    Disks inside the machine are always encrypted by its hardware, and SageMaker refuses a key for
    them (API reference, `KmsKeyId` of CreateEndpointConfig and CreateProcessingJob).
    """
    return not _LOCAL_DISK.match(instance_type)


def scales(instance_type: str) -> bool:
    """Whether SageMaker lets the number of such instances follow the load."""
    return not _BURSTABLE.match(instance_type)

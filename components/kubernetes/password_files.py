"""Passwords as files that the kubelet keeps up to date, each with the one before its rotation."""

from collections.abc import Mapping

from pulumi_kubernetes.core.v1 import (
    KeyToPathArgs,
    ProjectedVolumeSourceArgs,
    SecretProjectionArgs,
    VolumeArgs,
    VolumeProjectionArgs,
)

from slipway.components.kubernetes.secret_reference import SecretReference

PREVIOUS = ".previous"
"""What the key, and the file, of a previous password ends in."""


def volume(name: str, passwords: Mapping[str, SecretReference]) -> VolumeArgs:
    """A folder with a file per password and, where the Secret has one, its predecessor.

    Readable by the pod's user alone. All files change together. Mount the whole folder: a single
    file of it would stay as it was when the pod started.
    """
    sources = [
        source
        for file, reference in passwords.items()
        for source in (
            _source(reference, reference.key, file, optional=False),
            _source(reference, reference.key + PREVIOUS, file + PREVIOUS, optional=True),
        )
    ]
    return VolumeArgs(
        name=name, projected=ProjectedVolumeSourceArgs(sources=sources, default_mode=0o440)
    )


def _source(
    reference: SecretReference, key: str, file: str, *, optional: bool
) -> VolumeProjectionArgs:
    return VolumeProjectionArgs(
        secret=SecretProjectionArgs(
            name=reference.secret, items=[KeyToPathArgs(key=key, path=file)], optional=optional
        )
    )

"""What a pod and a container may do: the restricted Pod Security profile, and a read-only root."""

from pulumi_kubernetes.core.v1 import (
    CapabilitiesArgs,
    PodSecurityContextArgs,
    SeccompProfileArgs,
    SecurityContextArgs,
)

USER = 65532
"""The one user of all images of the platform; it has no name outside of them and no rights."""


def pod_security_context() -> PodSecurityContextArgs:
    """Runs as nobody special; volumes belong to that user's group."""
    return PodSecurityContextArgs(
        run_as_non_root=True,
        run_as_user=USER,
        run_as_group=USER,
        fs_group=USER,
        # Walking a large volume at every start takes minutes; its root tells enough.
        fs_group_change_policy="OnRootMismatch",
        seccomp_profile=SeccompProfileArgs(type="RuntimeDefault"),
    )


def container_security_context() -> SecurityContextArgs:
    """No privilege to gain, no capability, nothing to write outside of the volumes."""
    return SecurityContextArgs(
        allow_privilege_escalation=False,
        capabilities=CapabilitiesArgs(drop=["ALL"]),
        privileged=False,
        read_only_root_filesystem=True,
        run_as_non_root=True,
        run_as_user=USER,
        seccomp_profile=SeccompProfileArgs(type="RuntimeDefault"),
    )

"""Every fault the stand-in reports to the engine; each takes facts and builds its own sentence.

ProviderError
├── UnsupportedKindError, UnsupportedCallError, UnsupportedSettingError, UnsupportedValueError
├── KubeconfigError
├── UnreachableError
│   └── NoClusterError
├── ApiError
│   └── FieldConflictError
├── AlreadyExistsError
├── StillThereError
├── InterruptedWaitError
└── NotReadyError
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bootstrap.kubernetes_provider.document import Path

STAND_IN = "the stand-in for the official Kubernetes plugin"
OFFICIAL = "Use the official plugin (`pulumi plugin install resource kubernetes`) for it"


class ProviderError(Exception):
    """A fault that a user can act on; shown without a stack trace."""


class UnsupportedKindError(ProviderError):
    """A resource type that no component uses and the stand-in doesn't serve."""

    def __init__(self, token: str, expected: str) -> None:
        super().__init__(
            f"type: got {token}; expected {expected}. This is {STAND_IN}, which serves no other. "
            f"{OFFICIAL}, or build it from the kinds above."
        )


class UnsupportedCallError(ProviderError):
    """An operation that lives in the official plugin's own code: charts, YAML files, Kustomize."""

    def __init__(self, operation: str, subject: str) -> None:
        super().__init__(
            f"{operation}: got {subject}; expected a plain resource. This is {STAND_IN}, which has "
            f"no charts, YAML files or Kustomize. {OFFICIAL}, or write typed resources."
        )


class UnsupportedSettingError(ProviderError):
    """A provider setting or annotation that would be ignored silently otherwise."""

    def __init__(self, place: str, value: str, rule: str) -> None:
        super().__init__(f"{place}: got {value}; expected {rule}. {OFFICIAL}, or leave it out.")


class UnsupportedValueError(ProviderError):
    """A value of Pulumi's own kinds that no Kubernetes field takes."""

    def __init__(self, path: Path) -> None:
        place = ".".join(str(step) for step in path)
        super().__init__(
            f"{place}: got an asset or archive; expected a plain value. "
            "Read the file in the program and pass its text."
        )


class KubeconfigError(ProviderError):
    """A kubeconfig that can't be read or names what it doesn't hold."""

    def __init__(self, place: str, got: str, expected: str) -> None:
        super().__init__(
            f"{place}: got {got}; expected {expected}. Check the provider's kubeconfig."
        )


class UnreachableError(ProviderError):
    """No API server answers at the kubeconfig's address, or one that isn't the configured one."""

    def __init__(self, server: str, reason: str) -> None:
        super().__init__(
            f"kubeconfig: got no answer from {server} ({reason}); expected a running API server. "
            "Start the cluster, or set `deleteUnreachable` to drop its objects from the state."
        )
        self.server = server
        self.reason = reason


class NoClusterError(UnreachableError):
    """A kubeconfig that leads nowhere: what is said to be there can't be reached."""

    def __init__(self, fault: KubeconfigError) -> None:
        super().__init__("the provider's kubeconfig", str(fault))
        self.args = (str(fault),)


@dataclass(frozen=True)
class Refusal:
    """What the API server said when it refused a request."""

    status: int
    reason: str
    message: str


class ApiError(ProviderError):
    """The API server refused a request; its own words are kept."""

    def __init__(self, action: str, subject: str, refusal: Refusal, advice: str = "") -> None:
        said = refusal.message.rstrip(".") or refusal.reason
        sentence = f"{subject}: the API server refused to {action} it ({refusal.status}): {said}."
        super().__init__(f"{sentence} {advice}".rstrip())
        self.refusal = refusal

    @property
    def status(self) -> int:
        """The HTTP status of the refusal."""
        return self.refusal.status


class FieldConflictError(ApiError):
    """Another manager owns a field that the program sets to something else."""

    def __init__(self, subject: str, refusal: Refusal) -> None:
        super().__init__(
            "apply",
            subject,
            refusal,
            "Leave the field to its owner (`ignore_changes`, or out of the program), or take it "
            'over with the annotation `pulumi.com/patchForce: "true"`.',
        )


class AlreadyExistsError(ProviderError):
    """An object of that name is there and wasn't made by this resource."""

    def __init__(self, subject: str, managers: Iterable[str]) -> None:
        owners = ", ".join(sorted(set(managers))) or "unknown"
        super().__init__(
            f"{subject}: got an object that exists (managed by {owners}); expected a free "
            "name. Choose another `metadata.name`, delete the object, or import it."
        )


class StillThereError(ProviderError):
    """A deleted object that didn't vanish in time, and what holds it."""

    def __init__(self, subject: str, seconds: float, holders: Iterable[str]) -> None:
        held = "; ".join(holders) or "no finalizer; the garbage collector or a node is slow"
        super().__init__(
            f"{subject}: got an object still there {seconds:.0f} s after its deletion ({held}); "
            "expected it gone. Remove what holds it, then repeat, or raise the delete time-out."
        )


class InterruptedWaitError(ProviderError):
    """The operation was cancelled while it waited."""

    def __init__(self, subject: str, waiting_for: str) -> None:
        super().__init__(
            f"{subject}: interrupted while waiting for {waiting_for}. Repeat the command to go on."
        )


class NotReadyError(ProviderError):
    """The object was written, but it isn't ready; the reasons are the cluster's own."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons

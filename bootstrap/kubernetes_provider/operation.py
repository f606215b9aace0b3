"""One operation of the engine on one resource."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import secrecy
from bootstrap.kubernetes_provider.document import Document
from bootstrap.kubernetes_provider.errors import ProviderError
from bootstrap.kubernetes_provider.names import Reference
from bootstrap.kubernetes_provider.wire import Properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bootstrap.kubernetes_provider.kinds import Kind

TIMEOUT = "pulumi.com/timeoutSeconds"
_DEFAULT_SECONDS = 600.0


@dataclass(frozen=True)
class Operation:
    """What the engine asks for, in our terms."""

    urn: str
    kind: Kind
    inputs: Properties
    state: Properties = field(default_factory=lambda: Properties({}))
    timeout: float = 0
    """The program's `custom_timeouts`; zero means that it sets none."""

    ignored: tuple[str, ...] = ()
    """Paths of `ignore_changes`, as the program spells them."""

    @property
    def document(self) -> Document:
        """The inputs as a document."""
        return Document(self.inputs.tree)

    @property
    def reference(self) -> Reference:
        """The object that the inputs describe."""
        return Reference.of(self.kind, self.document)

    @property
    def seconds(self) -> float:
        """How long to wait for the object."""
        annotated = self.document.annotations.get(TIMEOUT, "")
        return self.timeout or (float(annotated) if annotated.isdigit() else _DEFAULT_SECONDS)

    @property
    def redact(self) -> secrecy.Redactor:
        """Keeps this resource's secrets out of messages about it."""
        marked = secrecy.mark_by_kind(self.kind, self.inputs)
        return secrecy.Redactor(secrecy.texts(marked) | secrecy.texts(self.state))

    @contextmanager
    def redacting(self) -> Iterator[None]:
        """Faults raised inside don't repeat secrets; the server quotes values that it refuses."""
        try:
            yield
        except ProviderError as fault:
            raise ProviderError(self.redact(str(fault))) from fault

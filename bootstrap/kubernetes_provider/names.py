"""Names of objects: their ids in Pulumi's state, and the ones chosen for objects without one."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typing_extensions import override

from bootstrap.kubernetes_provider.document import Document, with_value
from bootstrap.kubernetes_provider.errors import ProviderError
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind

AUTONAMED = "pulumi.com/autonamed"
_SUFFIX_DIGITS = 8
_NAME = ("metadata", "name")
_NAMESPACE = ("metadata", "namespace")
_AUTONAMED = ("metadata", "annotations", AUTONAMED)


@dataclass(frozen=True)
class Reference:
    """One object of the cluster: its kind, namespace and name."""

    kind: Kind
    namespace: str
    name: str

    @property
    def id(self) -> str:
        """The id in Pulumi's state: ``namespace/name``, or the name alone."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    @override
    def __str__(self) -> str:
        return f"{self.kind.name} {self.id}"

    @staticmethod
    def from_id(kind: Kind, identifier: str, default_namespace: str) -> Reference:
        """The object of an id; a bare name means the default namespace, as with kubectl."""
        namespace, _, name = identifier.rpartition("/")
        if not kind.namespaced:
            return Reference(kind, "", name)
        return Reference(kind, namespace or default_namespace, name)

    @staticmethod
    def of(kind: Kind, document: Document) -> Reference:
        """The object that a manifest describes."""
        namespace = document.namespace if kind.namespaced else ""
        return Reference(kind, namespace, document.name)


class UnnamedError(ProviderError):
    """An object that must be named and isn't."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"metadata.name: got nothing; expected {rule}. Set `metadata.name`.")


@dataclass(frozen=True)
class Naming:
    """What the engine offers for a name: a seed for our own, or the stack's own rule."""

    resource: str
    seed: bytes
    proposed: str = ""
    forbidden: bool = False


def name_object(news: Properties, olds: Properties | None, naming: Naming) -> Properties:
    """The inputs with a name: the program's, else the one it got before, else a new one."""
    document = Document(news.tree)
    if document.name or document.at("metadata") == UNKNOWN:
        return news
    if document.text("metadata", "generateName"):
        raise UnnamedError("a name or none at all, `generateName` can't be applied twice")
    old = Document(olds.tree if olds else {})
    if is_autonamed(old) and old.name:
        return _named(news, old.name)
    if naming.forbidden:
        raise UnnamedError("a name, as the stack's `pulumi:autonaming` demands")
    return _named(news, naming.proposed or f"{naming.resource}-{_suffix(naming.seed)}")


def place_object(inputs: Properties, kind: Kind, namespace: str) -> Properties:
    """The inputs with a namespace, if the kind lives in one and the program names none."""
    document = Document(inputs.tree)
    if not kind.namespaced or document.namespace or document.at("metadata") == UNKNOWN:
        return inputs
    return Properties(with_value(inputs.tree, _NAMESPACE, namespace), inputs.secrets)


def is_autonamed(document: Document) -> bool:
    """Whether the name was chosen here and not by the program."""
    return document.annotations.get(AUTONAMED) == "true"


def _named(properties: Properties, name: str) -> Properties:
    named = with_value(properties.tree, _NAME, name)
    return Properties(with_value(named, _AUTONAMED, "true"), properties.secrets)


def _suffix(seed: bytes) -> str:
    # The engine's seed makes preview and update agree on the name; without one it is random.
    if not seed:
        return secrets.token_hex(_SUFFIX_DIGITS // 2)
    return hashlib.sha256(seed).hexdigest()[:_SUFFIX_DIGITS]

"""The kubeconfig of a provider: where it comes from and which cluster it points to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.errors import KubeconfigError

_VARIABLE = "KUBECONFIG"
_DEFAULT = Path("~/.kube/config")
DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True)
class Location:
    """What the provider's settings say about the cluster; empty means the ambient one."""

    kubeconfig: str = ""
    context: str = ""
    cluster: str = ""


@dataclass(frozen=True)
class Kubeconfig:
    """A parsed kubeconfig, with one of its contexts chosen."""

    content: JsonObject
    context: str
    folder: Path
    """Where relative file names in it start."""

    @property
    def namespace(self) -> str:
        """The namespace of the context."""
        return self._context().text("namespace") or DEFAULT_NAMESPACE

    @property
    def cluster(self) -> Document:
        """The entry of the cluster: its server and certificate authority."""
        name = self._context().text("cluster")
        for entry in Document(self.content).children("clusters"):
            if entry.text("name") == name:
                return entry.child("cluster")
        raise KubeconfigError("kubeconfig.clusters", f"no entry {name!r}", "the context's cluster")

    @property
    def user(self) -> Document:
        """The credentials of the context."""
        name = self._context().text("user")
        for entry in Document(self.content).children("users"):
            if entry.text("name") == name:
                return entry.child("user")
        return Document({})

    def _context(self) -> Document:
        for entry in Document(self.content).children("contexts"):
            if entry.text("name") == self.context:
                return entry.child("context")
        raise KubeconfigError("kubeconfig.contexts", f"no entry {self.context!r}", "that context")


def load(location: Location) -> Kubeconfig | None:
    """The kubeconfig of the settings, else the ambient one; None where there is neither."""
    if location.kubeconfig:
        text, folder = _text_of(location.kubeconfig)
        return _parse(text, folder, location)
    # Only the first file: merging several is kubectl's business.
    ambient = os.environ.get(_VARIABLE, "").split(os.pathsep)[0] or str(_DEFAULT)
    path = Path(ambient).expanduser()
    return _parse(path.read_text(), path.parent, location) if path.is_file() else None


def same_cluster(one: Location, other: Location) -> bool:
    """Whether both lead to the same server; one that can't be read is no proof of a move."""
    if bool(one.kubeconfig) != bool(other.kubeconfig):
        return True
    try:
        before, after = load(one), load(other)
        moved = before is not None and after is not None and before.cluster != after.cluster
    except KubeconfigError:
        return True
    return not moved


def _text_of(value: str) -> tuple[str, Path]:
    """The content of a value that may be the content itself or the path of a file with it."""
    if "\n" not in value and not value.lstrip().startswith("{"):
        path = Path(value).expanduser()
        if not path.is_file():
            raise KubeconfigError(
                "kubeconfig", f"{value!r}, which is no file", "a path or its content"
            )
        return path.read_text(), path.parent
    return value, Path()


def _parse(text: str, folder: Path, location: Location) -> Kubeconfig:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        # The parser's own message quotes the text, which holds keys.
        raise KubeconfigError("kubeconfig", "a text that isn't YAML", "a kubeconfig") from fault
    if not isinstance(content, dict) or not content.get("clusters"):
        raise KubeconfigError("kubeconfig", "a text without `clusters`", "a kubeconfig")
    context = location.context or str(content.get("current-context", ""))
    if location.cluster:
        content = _with_cluster(content, context, location.cluster)
    return Kubeconfig(content, context, folder)


def _with_cluster(content: JsonObject, context: str, cluster: str) -> JsonObject:
    contexts: list[Json] = [
        {"name": entry.text("name"), "context": {**entry.child("context").root, "cluster": cluster}}
        if entry.text("name") == context
        else entry.root
        for entry in Document(content).children("contexts")
    ]
    return {**content, "contexts": contexts}

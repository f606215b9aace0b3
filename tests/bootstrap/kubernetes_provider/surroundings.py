"""A cluster's surroundings made of what a test says there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.kinds import Kind


@dataclass
class Scene:
    """Objects by kind, warning events of everything, one log."""

    objects: dict[Kind, list[JsonObject]] = field(default_factory=dict)
    events: list[JsonObject] = field(default_factory=list)
    classes: dict[str, JsonObject] = field(default_factory=dict)
    log: str = ""

    def matching(self, kind: Kind, namespace: str, labels: dict[str, str]) -> list[Document]:
        del namespace
        found = [Document(item) for item in self.objects.get(kind, [])]
        return [
            item for item in found if labels.items() <= item.texts("metadata", "labels").items()
        ]

    def owned(self, kind: Kind, owner: Document, labels: dict[str, str]) -> list[Document]:
        uid = owner.text("metadata", "uid")
        return [
            item
            for item in self.matching(kind, owner.namespace, labels)
            if any(o.text("uid") == uid for o in item.children("metadata", "ownerReferences"))
        ]

    def warnings_about(self, document: Document) -> list[Document]:
        uid = document.text("metadata", "uid")
        found = [Document(event) for event in self.events]
        return [event for event in found if event.text("involvedObject", "uid") == uid]

    def storage_class(self, name: str) -> Document:
        return Document(self.classes.get(name, {}))

    def log_tail(self, namespace: str, pod: str, container: str) -> str:
        del namespace, pod, container
        return self.log


def container(**status: Json) -> JsonObject:
    return {"name": "app", "ready": False, "restartCount": 0, **status}


def waiting(reason: str, message: str = "", **status: Json) -> JsonObject:
    return container(state={"waiting": {"reason": reason, "message": message}}, **status)


def ended(code: int, restarts: int = 0, message: str = "") -> JsonObject:
    end: JsonObject = {"terminated": {"exitCode": code, "reason": "Error", "message": message}}
    return waiting("CrashLoopBackOff", restartCount=restarts, lastState=end)


def pod(
    name: str = "p",
    *statuses: JsonObject,
    owner: str = "",
    labels: JsonObject | None = None,
    ready: bool = False,
    **status: Json,
) -> JsonObject:
    condition: JsonObject = {"type": "Ready", "status": str(ready)}
    return {
        "metadata": {
            "name": name,
            "uid": name,
            "labels": labels or {},
            "ownerReferences": [{"uid": owner}],
            "creationTimestamp": "2026-01-01T00:00:00Z",
        },
        "status": {
            "phase": "Running",
            "containerStatuses": list(statuses),
            "conditions": [condition],
            **status,
        },
    }


def event(uid: str, reason: str, message: str, time: str = "2026-01-01T00:00:01Z") -> JsonObject:
    return {
        "involvedObject": {"uid": uid},
        "reason": reason,
        "message": message,
        "lastTimestamp": time,
    }

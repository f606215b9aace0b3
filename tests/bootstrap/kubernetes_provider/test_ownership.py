from bootstrap.kubernetes_provider import ownership
from bootstrap.kubernetes_provider.document import Document, Json, JsonObject

SPEC: JsonObject = {
    "replicas": 3,
    "strategy": {"type": "RollingUpdate"},
    "containers": [{"name": "app", "image": "a", "tty": False}, {"name": "side", "image": "b"}],
}


def entry(manager: str, operation: str, fields: Json, subresource: str = "") -> Json:
    return {
        "manager": manager,
        "operation": operation,
        "subresource": subresource,
        "fieldsV1": {"f:spec": fields},
    }


OURS = entry(
    "ours",
    "Apply",
    {"f:containers": {'k:{"name":"app"}': {".": {}, "f:name": {}, "f:image": {}}}},
)
SCALER = entry("scaler", "Update", {"f:replicas": {}}, "scale")
BY_HAND = entry("kubectl", "Update", {"f:strategy": {"f:type": {}}})

LIVE = Document({"spec": SPEC, "metadata": {"managedFields": [OURS, SCALER, BY_HAND]}})


def test_an_object_is_known_again_by_who_applied_it() -> None:
    assert ownership.applied_by(LIVE, "ours")
    assert not ownership.applied_by(LIVE, "kubectl"), "it wrote, but didn't apply"
    assert ownership.managers(LIVE) == ["ours", "kubectl"]


def test_a_field_that_the_scaler_wrote_is_anothers() -> None:
    assert ownership.owned_by_another(LIVE, ("spec", "replicas"), "ours")
    assert not ownership.owned_by_another(LIVE, ("spec", "paused"), "ours")
    assert not ownership.owned_by_another(LIVE, ("spec", "containers", 0, "image"), "ours")


def test_an_item_of_a_list_is_found_by_its_key() -> None:
    assert ownership.owned_by_another(LIVE, ("spec", "containers", 0, "image"), "somebody")
    assert not ownership.owned_by_another(LIVE, ("spec", "containers", 1, "image"), "somebody")


def test_an_atomic_field_belongs_to_its_owner_with_all_it_holds() -> None:
    atomic = entry("other", "Apply", {"f:strategy": {}})
    live = Document({"spec": SPEC, "metadata": {"managedFields": [atomic]}})
    assert ownership.owned_by_another(live, ("spec", "strategy", "type"), "ours")


def test_what_was_applied_can_be_told_from_defaults() -> None:
    assert ownership.applied_fields(LIVE) == {
        "spec": {"containers": [{"name": "app", "image": "a"}]}
    }


def test_an_object_that_was_made_in_another_way_has_no_applied_fields() -> None:
    live = Document({"spec": SPEC, "metadata": {"managedFields": [BY_HAND]}})
    assert ownership.applied_fields(live) is None

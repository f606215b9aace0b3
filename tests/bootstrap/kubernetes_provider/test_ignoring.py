from bootstrap.kubernetes_provider import ignoring
from bootstrap.kubernetes_provider.document import Document, JsonObject

MANIFEST: JsonObject = {"spec": {"replicas": 2, "paused": False}}


def live(*, scaler_owns_it: bool) -> Document:
    owner: JsonObject = {
        "manager": "scaler",
        "operation": "Update",
        "fieldsV1": {"f:spec": {"f:replicas": {}}},
    }
    return Document(
        {
            "spec": {"replicas": 5},
            "metadata": {"managedFields": [owner] if scaler_owns_it else []},
        }
    )


def test_a_path_is_read_as_the_program_writes_it() -> None:
    assert ignoring.parse('spec.ports[0].labels["a.b/c"]') == (
        "spec",
        "ports",
        0,
        "labels",
        "a.b/c",
    )


def test_a_field_that_another_owns_is_left_to_it() -> None:
    left = ignoring.without(MANIFEST, ["spec.replicas"], live(scaler_owns_it=True), "ours")
    assert left == {"spec": {"paused": False}}


def test_a_field_that_nobody_else_owns_stays_as_it_is_in_the_cluster() -> None:
    left = ignoring.without(MANIFEST, ["spec.replicas"], live(scaler_owns_it=False), "ours")
    assert left == {"spec": {"replicas": 5, "paused": False}}


def test_other_fields_and_new_objects_are_sent_as_they_are() -> None:
    assert ignoring.without(MANIFEST, ["spec.absent"], live(scaler_owns_it=True), "o") == MANIFEST
    assert ignoring.without(MANIFEST, ["spec.replicas"], None, "ours") == MANIFEST

from bootstrap.kubernetes_provider import kinds, state
from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties

METADATA: JsonObject = {"name": "a", "namespace": "n"}


def of(inputs: JsonObject, live: JsonObject, kind: kinds.Kind = kinds.SERVICE) -> Document:
    return Document(state.outputs(kind, Properties(inputs), Document(live), "me").tree)


def test_it_holds_the_live_object_and_the_bookkeeping_beside_it() -> None:
    live: JsonObject = {"metadata": {**METADATA, "managedFields": [{}]}, "spec": {"a": 1}}
    kept = of({"apiVersion": "v1", "spec": {}}, live)
    assert kept.root == {
        "metadata": METADATA,
        "spec": {"a": 1},
        "__inputs": {"apiVersion": "v1", "spec": {}},
        "__initialApiVersion": "v1",
        "__fieldManager": "me",
    }


def test_secrets_of_the_inputs_are_marked_in_the_bookkeeping_too() -> None:
    inputs = Properties({"stringData": {"a": "hidden-text"}}, frozenset({("stringData",)}))
    live = Document({"data": {"a": "eA=="}})
    marked = state.outputs(kinds.SECRET, inputs, live, "me").secrets
    assert marked == {("data",), ("__inputs", "stringData")}


def planned(spec: JsonObject, live: JsonObject) -> Document:
    inputs = Properties({"spec": spec})
    return Document(state.planned(kinds.SERVICE, inputs, Document(live), "me").tree)


def test_what_a_dry_run_draws_by_lot_is_unknown_in_a_preview() -> None:
    port: Json = {"port": 80, "nodePort": 30123}
    live: JsonObject = {"spec": {"ports": [port], "clusterIP": "10.0.0.7"}}
    found = planned({"type": "NodePort", "ports": [{"port": 80}]}, live)
    assert found.text("spec", "clusterIP") == UNKNOWN
    assert found.text("spec", "ports", 0, "nodePort") == UNKNOWN
    assert found.text("metadata", "uid") == UNKNOWN
    assert found.text("status") == UNKNOWN


def test_what_the_program_sets_is_known_in_a_preview() -> None:
    fixed: JsonObject = {
        "type": "NodePort",
        "clusterIP": "None",
        "ports": [{"port": 80, "nodePort": 30001}],
    }
    found = planned(fixed, {"spec": fixed})
    assert found.child("spec").root.items() >= fixed.items()


def test_schema_keys_are_spelled_as_the_sdk_expects() -> None:
    live: JsonObject = {"spec": {"x-kubernetes-int-or-string": True, "$ref": "a"}}
    kept = of({}, live, kinds.DEFINITION)
    assert kept.child("spec").root == {"x_kubernetes_int_or_string": True, "_ref": "a"}

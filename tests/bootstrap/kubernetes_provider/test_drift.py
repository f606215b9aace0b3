import base64

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.drift import observed


def seen(inputs: JsonObject, live: JsonObject) -> JsonObject:
    return observed(kinds.DEPLOYMENT, inputs, Document(live))


def test_defaults_of_the_server_are_not_drift() -> None:
    inputs: JsonObject = {"spec": {"replicas": 1}}
    live: JsonObject = {"spec": {"replicas": 1, "paused": False}, "status": {"replicas": 1}}
    assert seen(inputs, live) == inputs


def test_a_changed_value_is_seen() -> None:
    assert seen({"spec": {"replicas": 1}}, {"spec": {"replicas": 3}}) == {"spec": {"replicas": 3}}


def test_a_value_removed_in_the_cluster_is_gone() -> None:
    inputs: JsonObject = {"metadata": {"labels": {"a": "b", "c": "d"}}}
    assert seen(inputs, {"metadata": {"labels": {"a": "b"}}}) == {
        "metadata": {"labels": {"a": "b"}}
    }


def test_the_program_keeps_its_spelling_of_an_equal_quantity() -> None:
    inputs: JsonObject = {"resources": {"limits": {"cpu": "1000m"}}}
    assert seen(inputs, {"resources": {"limits": {"cpu": "1"}}}) == inputs


def test_empty_values_that_the_server_drops_are_no_drift() -> None:
    inputs: JsonObject = {"spec": {"args": [], "hostNetwork": False, "labels": {}}}
    assert seen(inputs, {"spec": {}}) == inputs


def test_list_items_are_matched_by_name_and_injected_ones_left_out() -> None:
    inputs: JsonObject = {"containers": [{"name": "app", "image": "a:1"}]}
    live: JsonObject = {
        "containers": [
            {"name": "sidecar", "image": "x"},
            {"name": "app", "image": "a:2", "tty": True},
        ]
    }
    assert seen(inputs, live) == {"containers": [{"name": "app", "image": "a:2"}]}


def test_a_list_without_names_is_taken_over_when_its_length_changed() -> None:
    def args(*values: Json) -> JsonObject:
        return {"args": list(values)}

    assert seen(args("a", "b"), args("a", "c")) == args("a", "c")
    assert seen(args("a"), args("a", "b")) == args("a", "b")


def test_texts_of_a_secret_are_compared_with_the_data_they_became() -> None:
    def live(value: str) -> Document:
        return Document({"data": {"password": base64.b64encode(value.encode()).decode()}})

    inputs: JsonObject = {"stringData": {"password": "one"}}
    assert observed(kinds.SECRET, inputs, live("one")) == inputs
    assert observed(kinds.SECRET, inputs, live("two")) == {"stringData": {"password": "two"}}

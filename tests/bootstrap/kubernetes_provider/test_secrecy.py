from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import kinds, secrecy
from bootstrap.kubernetes_provider.wire import Properties

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import JsonObject

PASSWORD = "correct horse"  # noqa: S105 # the secret of this test


def test_a_secret_input_is_a_secret_output() -> None:
    inputs = Properties({"spec": {"token": PASSWORD}}, frozenset({("spec", "token")}))
    outputs: JsonObject = {"spec": {"token": PASSWORD, "other": "x"}, "status": {}}
    assert secrecy.carry_over(kinds.POD, inputs, outputs).secrets == {("spec", "token")}


def test_a_secret_is_hidden_where_the_server_moved_or_copied_it() -> None:
    inputs = Properties({"env": [{"value": PASSWORD}]}, frozenset({("env", 0, "value")}))
    outputs: JsonObject = {"env": [{"value": "injected"}, {"value": PASSWORD}], "copy": PASSWORD}
    marked = secrecy.carry_over(kinds.POD, inputs, outputs).secrets
    assert {("env", 1, "value"), ("copy",)} <= marked


def test_the_data_of_a_secret_is_hidden_whatever_the_program_says() -> None:
    outputs: JsonObject = {"data": {"a": "eA=="}, "metadata": {"name": "a"}}
    assert secrecy.carry_over(kinds.SECRET, Properties({}), outputs).secrets == {("data",)}
    assert secrecy.carry_over(kinds.CONFIG_MAP, Properties({}), outputs).secrets == frozenset()


def test_a_mark_inside_a_marked_value_is_dropped() -> None:
    inputs = Properties({"data": {"a": PASSWORD}}, frozenset({("data", "a")}))
    assert secrecy.mark_by_kind(kinds.SECRET, inputs).secrets == {("data",)}


def test_messages_do_not_repeat_secrets() -> None:
    inputs = Properties({"a": PASSWORD, "b": "true"}, frozenset({("a",), ("b",)}))
    redact = secrecy.Redactor(secrecy.texts(inputs))
    assert redact(f'Invalid value: "{PASSWORD}" is true') == 'Invalid value: "[secret]" is true'

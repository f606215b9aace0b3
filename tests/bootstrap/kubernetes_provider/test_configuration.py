from pathlib import Path

import pytest
import yaml

from bootstrap.kubernetes_provider import configuration
from bootstrap.kubernetes_provider.document import Json, JsonObject
from bootstrap.kubernetes_provider.errors import UnsupportedSettingError
from bootstrap.kubernetes_provider.wire import UNKNOWN, Properties


def kubeconfig(server: str = "https://127.0.0.1:6443") -> str:
    content = {
        "current-context": "one",
        "contexts": [
            {"name": "one", "context": {"cluster": "one", "namespace": "team"}},
            {"name": "two", "context": {"cluster": "two"}},
        ],
        "clusters": [
            {"name": "one", "cluster": {"server": server}},
            {"name": "two", "cluster": {"server": "https://two:1"}},
        ],
    }
    return yaml.safe_dump(content)


def given(**settings: Json) -> Properties:
    return Properties(dict(settings))


def test_flags_arrive_as_texts() -> None:
    settings = configuration.read(
        given(deleteUnreachable="true", enablePatchForce="false", namespace="team")
    )
    assert settings.delete_unreachable
    assert not settings.patch_force
    assert settings.namespace == "team"


@pytest.mark.parametrize(
    "args",
    [{"renderYamlToDirectory": "out"}, {"enableServerSideApply": "false"}],
    ids=["rendering", "client-side apply"],
)
def test_a_setting_that_would_be_ignored_is_refused(args: JsonObject) -> None:
    with pytest.raises(UnsupportedSettingError, match=rf"^provider\.{next(iter(args))}: got"):
        configuration.refuse_unserved(Properties(args))


def test_settings_at_their_defaults_are_fine() -> None:
    configuration.refuse_unserved(
        given(enableServerSideApply="true", skipUpdateUnreachable="false")
    )


def test_a_new_token_for_the_same_cluster_is_no_move() -> None:
    before, after = kubeconfig(), kubeconfig() + "users: []\n"
    olds, news = given(kubeconfig=before), given(kubeconfig=after)
    assert configuration.changed_settings(olds, news) == ("kubeconfig",)
    assert configuration.moved_settings(olds, news) == ()


def test_another_server_is_a_move() -> None:
    olds, news = given(kubeconfig=kubeconfig()), given(kubeconfig=kubeconfig("https://other:1"))
    assert configuration.moved_settings(olds, news) == ("kubeconfig",)


def test_another_context_of_the_same_file_is_a_move(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text(kubeconfig())
    olds, news = given(kubeconfig=str(file)), given(kubeconfig=str(file), context="two")
    assert configuration.moved_settings(olds, news) == ("context",)


def test_a_kubeconfig_known_only_later_may_be_another_cluster() -> None:
    olds, news = given(kubeconfig=kubeconfig()), given(kubeconfig=UNKNOWN)
    assert configuration.moved_settings(olds, news) == ("kubeconfig",)


def test_the_cluster_identifier_alone_decides_where_both_have_one() -> None:
    olds = given(kubeconfig=kubeconfig(), clusterIdentifier="a")
    same = given(kubeconfig=UNKNOWN, clusterIdentifier="a")
    other = given(kubeconfig=kubeconfig(), clusterIdentifier="b")
    assert configuration.moved_settings(olds, same) == ()
    assert configuration.moved_settings(olds, other) == ("clusterIdentifier",)


def test_a_changed_namespace_is_a_change_but_no_move() -> None:
    olds, news = given(namespace="a"), given(namespace="b")
    assert configuration.changed_settings(olds, news) == ("namespace",)
    assert configuration.moved_settings(olds, news) == ()

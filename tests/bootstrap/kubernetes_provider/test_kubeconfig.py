from pathlib import Path

import pytest

from bootstrap.kubernetes_provider import kubeconfig, tls
from bootstrap.kubernetes_provider.document import Document
from bootstrap.kubernetes_provider.errors import KubeconfigError
from bootstrap.kubernetes_provider.kubeconfig import Location

CONTENT = """
current-context: one
contexts:
  - {name: one, context: {cluster: one, user: me, namespace: team}}
  - {name: two, context: {cluster: two, user: me}}
clusters:
  - {name: one, cluster: {server: "https://one:1", certificate-authority: ca.crt}}
  - {name: two, cluster: {server: "https://two:1"}}
users:
  - {name: me, user: {token: abc, client-key-data: "bm8=", client-certificate-data: "bm8="}}
"""


def loaded(location: Location) -> kubeconfig.Kubeconfig:
    found = kubeconfig.load(location)
    assert found is not None
    return found


def test_content_and_path_lead_to_the_same(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text(CONTENT)
    by_path, by_content = loaded(Location(str(file))), loaded(Location(CONTENT))
    assert by_path.content == by_content.content
    assert by_path.folder == tmp_path, "relative files in it start there"


def test_the_context_chooses_cluster_and_namespace() -> None:
    assert loaded(Location(CONTENT)).namespace == "team"
    two = loaded(Location(CONTENT, context="two"))
    assert two.namespace == "default"
    assert two.cluster.text("server") == "https://two:1"
    assert loaded(Location(CONTENT, cluster="two")).cluster.text("server") == "https://two:1"


def test_without_settings_the_ambient_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config"
    file.write_text(CONTENT)
    monkeypatch.setenv("KUBECONFIG", f"{file}:{tmp_path / 'other'}")
    assert loaded(Location()).context == "one"
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "absent"))
    assert kubeconfig.load(Location()) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("absent-file", "kubeconfig: got 'absent-file'"),
        ("a: [\nsecret-token", "kubeconfig: got a text that isn't YAML"),
        ("a: b\n", "kubeconfig: got a text without `clusters`"),
    ],
    ids=["path", "syntax", "content"],
)
def test_a_wrong_kubeconfig_is_refused_without_repeating_its_content(text: str, place: str) -> None:
    with pytest.raises(KubeconfigError) as refusal:
        kubeconfig.load(Location(text))
    assert str(refusal.value).startswith(place)
    assert "secret-token" not in str(refusal.value)


def test_an_unknown_context_is_named() -> None:
    with pytest.raises(KubeconfigError, match="no entry 'three'"):
        loaded(Location(CONTENT, context="three")).cluster  # noqa: B018 # reading it is the test


def test_the_client_library_gets_no_key_to_write_to_a_file() -> None:
    stripped = Document(tls.without_keys(loaded(Location(CONTENT))))
    assert stripped.children("users")[0].child("user").root == {"token": "abc"}
    assert stripped.children("clusters")[0].child("cluster").root == {"server": "https://one:1"}


def test_broken_certificates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KubeconfigError, match=r"certificate-authority: got .*which is no file"):
        tls.context_of(loaded(Location(CONTENT)))
    (tmp_path / "ca.crt").write_text("none")
    (tmp_path / "config").write_text(CONTENT)
    with pytest.raises(KubeconfigError, match="broken certificate"):
        tls.context_of(loaded(Location(str(tmp_path / "config"))))

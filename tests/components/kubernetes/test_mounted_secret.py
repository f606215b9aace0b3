"""Mounted secrets: the words, the volume and the script that make variables of files."""

import subprocess
from pathlib import Path

from slipway.components.kubernetes.mounted_secret import (
    SCRIPT,
    MountedSecret,
    launcher,
    vault_mounts,
    vault_volumes,
)
from slipway.components.kubernetes.secret_reference import SecretReference

FOLDER = Path(__file__).parents[3] / "components" / "kubernetes" / "scripts"
MOUNTED = {
    "PASSWORD": MountedSecret(provider_class="vault-class", file="admin"),
    "KEY": MountedSecret(provider_class="vault-class", file="session"),
}
KEPT = {"PASSWORD": SecretReference(secret="login", key="admin")}  # noqa: S106 -- its name
SHOW = ["sh", "-c", 'printf "%s|%s|%s" "$PASSWORD" "$KEY" "$0"', "an argument"]


def run(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)


def words_for(folder: Path) -> list[str]:
    return [word.replace("/mnt/vault", str(folder)) for word in launcher(str(FOLDER), MOUNTED)]


def test_a_program_gets_the_files_contents_as_variables(tmp_path: Path) -> None:
    (tmp_path / "admin").write_text('a "quoted" $word\n', encoding="utf-8")
    (tmp_path / "session").write_text("key", encoding="utf-8")
    done = run([*words_for(tmp_path), *SHOW])
    assert (done.returncode, done.stdout) == (0, 'a "quoted" $word|key|an argument')


def test_a_program_does_not_start_without_one_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "admin").write_text("word", encoding="utf-8")
    done = run([*words_for(tmp_path), *SHOW])
    assert done.returncode != 0
    assert done.stdout == ""
    assert "session" in done.stderr


def test_secrets_that_the_kubelet_fills_in_need_neither_script_nor_volume() -> None:
    assert launcher("/scripts", KEPT) == []
    assert vault_volumes(KEPT) == []
    assert vault_mounts(KEPT) == []


def test_all_files_come_from_one_volume_that_nobody_may_write() -> None:
    [volume], [mount] = vault_volumes(MOUNTED), vault_mounts(MOUNTED)
    assert volume.csi is not None
    assert volume.csi.read_only is True  # type: ignore[union-attr] # given as args, not as an output
    assert (mount.volume, mount.read_only) == (volume.name, True)
    assert SCRIPT in launcher("/scripts", MOUNTED)[1]

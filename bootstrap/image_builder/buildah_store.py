"""Buildah with storage, configuration and temporary files of our own, in namespaces of its own."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.isolation import Libraries, isolated

DRIVERS = ("overlay", "vfs")
_SECONDS = 60
# Images come from our own builds only: there is nothing to verify and nowhere to search.
_POLICY = '{"default": [{"type": "insecureAcceptAnything"}]}\n'
_REGISTRIES = "unqualified-search-registries = []\n"
_STORAGE = '[storage]\ndriver = "{driver}"\ngraphroot = "{root}"\nrunroot = "{run}"\n'


@dataclass(frozen=True, kw_only=True)
class BuildahStore:
    """A folder that holds layers between runs; `/etc/containers` is neither read nor written."""

    program: Path
    libraries: Libraries | None
    layers: Path
    session: Path
    """Lives no longer than this run: what it says of mounts is wrong after a reboot."""
    driver: str
    env: Mapping[str, str]

    def command(self, verb: str, *arguments: str) -> list[str]:
        """The whole command line for one of buildah's verbs."""
        options = ["--root", str(self.layers), "--runroot", str(self.session / "run")]
        registries = str(self.session / "registries.conf")
        options += ["--storage-driver", self.driver, "--registries-conf", registries]
        return isolated([str(self.program), *options, verb, *arguments], self.libraries)

    @property
    def policy(self) -> list[str]:
        """The option that every verb needs which reads or writes an image."""
        return ["--signature-policy", str(self.session / "policy.json")]

    @property
    def environment(self) -> dict[str, str]:
        """Ours plus what keeps buildah away from the machine's configuration."""
        return {
            **self.env,
            "CONTAINERS_CONF": str(self.session / "containers.conf"),
            "CONTAINERS_REGISTRIES_CONF": str(self.session / "registries.conf"),
            "CONTAINERS_STORAGE_CONF": str(self.session / "storage.conf"),
            "REGISTRY_AUTH_FILE": str(self.session / "auth.json"),
            "TMPDIR": str(self.session / "tmp"),
        }

    def prepare(self) -> None:
        """Write the configuration."""
        (self.session / "tmp").mkdir(parents=True, exist_ok=True)
        run = self.session / "run"
        storage = _STORAGE.format(driver=self.driver, root=self.layers, run=run)
        texts = {
            "containers.conf": "",
            "policy.json": _POLICY,
            "registries.conf": _REGISTRIES,
            "storage.conf": storage,
            "auth.json": "{}\n",
        }
        for name, text in texts.items():
            (self.session / name).write_text(text, encoding="utf-8")

    def quiet(self, verb: str, *arguments: str) -> str | None:
        """What a short command prints; None when it fails."""
        try:
            done = subprocess.run(
                self.command(verb, *arguments),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=True,
                timeout=_SECONDS,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout


def open_store(
    program: Path,
    libraries: Libraries | None,
    folder: Path,
    session: Path,
    env: Mapping[str, str],
) -> BuildahStore | None:
    """The store in a folder, with the first driver that works; None when none does."""
    folder.mkdir(parents=True, exist_ok=True)
    for driver in DRIVERS:
        store = BuildahStore(
            program=program,
            libraries=libraries,
            layers=folder / f"layers-{driver}",
            session=session / driver,
            driver=driver,
            env=env,
        )
        store.prepare()
        # Also removes the working containers of a run that was killed.
        if store.quiet("rm", "--all") is not None:
            return store
    return None

"""A Debian base under the official image's name, for networks where that can't be pulled."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.apt_settings import RELEASE
from bootstrap.image_builder.faults import BuildFailed
from bootstrap.image_builder.fingerprint import digest_of
from bootstrap.image_builder.host_settings import SECRETS, HostSettings
from bootstrap.image_builder.isolation import isolated
from bootstrap.image_builder.logged import Logged

SERIAL = "20261124"
"""Raised to make a new base with the updates of that day; until then the cached one stays."""
PACKAGES = "ca-certificates,python3,python3-venv"
KEYRING = Path("usr/share/keyrings/debian-archive-keyring.gpg")
_FINISH = Path(__file__).with_name("finish_base.sh")


@dataclass(frozen=True, kw_only=True)
class BaseImage:
    """A root file system in one tar file, and the digest that names its content."""

    archive: Path
    digest: str


@dataclass(frozen=True, kw_only=True)
class BaseMaker:
    """Makes the base once with debootstrap and keeps it in the cache."""

    debootstrap: Path
    folder: Path
    scratch: Path
    """On the same file system; gone after this run."""
    settings: HostSettings
    env: Mapping[str, str]
    say: Callable[[str], None]

    @property
    def archive(self) -> Path:
        """Where the base is kept; it exists when it was made before."""
        return self.folder / f"debian-{RELEASE}-slim-{SERIAL}.tar"

    def ensure(self) -> BaseImage:
        """The cached base, made now if it is missing."""
        noted = self.archive.with_suffix(".sha256")
        if not (self.archive.is_file() and noted.is_file()):
            self.folder.mkdir(parents=True, exist_ok=True)
            noted.unlink(missing_ok=True)
            self._make()
            noted.write_text(digest_of(self.archive), encoding="utf-8")
        return BaseImage(archive=self.archive, digest=noted.read_text(encoding="utf-8"))

    def _make(self) -> None:
        self.say(f"base image: debootstrap of Debian {RELEASE}")
        log = self.folder / f"debian-{RELEASE}-slim-{SERIAL}.log"
        log.unlink(missing_ok=True)
        root = self.scratch / "root"
        partial = self.scratch / "base.tar"
        self._run(Logged(log=log, say=self.say), self._debootstrap(root))
        self.say("base image: security updates, then what images don't need is removed")
        self._finish(Logged(log=log, say=self.say), root)
        tar = ["tar", "--sort=name", "--numeric-owner", "-C", str(root), "-cf", str(partial)]
        tar.append(".")
        self._run(Logged(log=log, say=self.say), tar)
        partial.replace(self.archive)

    def _debootstrap(self, root: Path) -> list[str]:
        options = ["--variant=minbase", f"--include={PACKAGES}", "--force-check-gpg"]
        # Ubuntu knows Debian's keys only if they were unpacked beside debootstrap.
        unpacked = self.debootstrap.resolve().parents[1] / "root"
        rings = (folder / KEYRING for folder in (Path("/"), unpacked))
        options += [f"--keyring={ring}" for ring in rings if ring.is_file()][:1]
        mirror = [self.settings.apt.mirror] if self.settings.apt.mirror else []
        return [str(self.debootstrap), *options, RELEASE, str(root), *mirror]

    def _finish(self, logged: Logged, root: Path) -> None:
        secrets = root / SECRETS.lstrip("/")
        self.settings.write(secrets)
        shutil.copyfile(_FINISH, secrets / _FINISH.name)
        # The machine's own mirror is nobody else's business; debootstrap's default may stay.
        kept = "drop-sources" if self.settings.apt.mirror else "keep-sources"
        self._run(logged, ["chroot", str(root), "sh", f"{SECRETS}/{_FINISH.name}", kept])
        shutil.rmtree(secrets)

    def _run(self, logged: Logged, argv: list[str]) -> None:
        env = {**self.env, "LC_ALL": "C.UTF-8", "PATH": _path(self.env)}
        if code := logged.run(isolated(argv), env=env):
            raise BuildFailed("base", code, logged.log)


def _path(env: Mapping[str, str]) -> str:
    """The search path with the folders of system programs, which a user's often lacks."""
    return os.pathsep.join([env.get("PATH", "/usr/bin:/bin"), "/usr/sbin", "/sbin"])

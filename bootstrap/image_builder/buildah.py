"""Builds with buildah on a base made here, for machines where Docker can't build or pull."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.base_image import BaseImage, BaseMaker
from bootstrap.image_builder.buildah_store import BuildahStore
from bootstrap.image_builder.builder import BuildRequest
from bootstrap.image_builder.faults import BuildFailed
from bootstrap.image_builder.fingerprint import LENGTH
from bootstrap.image_builder.host_settings import WHEELS, HostSettings
from bootstrap.image_builder.logged import Logged

_LIBRARY = "docker.io/library"
_BASES = "slipway.local/base"
_BASE_DOCKERFILE = 'FROM scratch\nADD base.tar /\nCMD ["bash"]\n'


@dataclass(frozen=True, kw_only=True)
class BuildahBuilder:
    """Buildah as root, without a daemon; the steps of a Dockerfile are cached between runs."""

    store: BuildahStore
    maker: BaseMaker
    settings: HostSettings

    @property
    def title(self) -> str:
        """The tool and its storage driver."""
        version = (self.store.quiet("--version") or "buildah").split("(")[0].strip()
        return f"{version}, storage {self.store.driver}"

    def base_identity(self, base: str) -> str:
        """The digest of the root file system that bears the base's name."""
        made = self.maker.ensure()
        own = f"{_BASES}:{made.digest[:LENGTH]}"
        if not self.store.quiet("images", "--quiet", own):
            self._import(made, own)
        self.store.quiet("tag", own, f"{_LIBRARY}/{base}")
        return made.digest

    def _import(self, made: BaseImage, own: str) -> None:
        context = self.store.session / "base"
        context.mkdir()
        (context / "base.tar").hardlink_to(made.archive)
        (context / "Dockerfile").write_text(_BASE_DOCKERFILE, encoding="utf-8")
        logged = Logged(log=made.archive.with_suffix(".log"), say=self.maker.say)
        build = ["--format", "docker", "--isolation", "chroot", *self.store.policy, "--tag", own]
        command = self.store.command("bud", *build, str(context))
        if code := logged.run(command, env=self.store.environment):
            raise BuildFailed("base", code, logged.log)
        shutil.rmtree(context)

    def build(self, request: BuildRequest, logged: Logged) -> int:
        """Build, write the archive, and forget the image's earlier version."""
        before = self.store.quiet("images", "--format", "{{.Name}}:{{.Tag}}") or ""
        if code := logged.run(self._build(request), env=self.store.environment):
            return code
        target = f"docker-archive:{request.archive}:{request.reference}"
        push = self.store.command("push", *self.store.policy, "--quiet", request.reference, target)
        if code := logged.run(push, env=self.store.environment):
            return code
        repository = request.reference.rpartition(":")[0]
        for old in before.split():
            if old.startswith(f"{repository}:") and old != request.reference:
                self.store.quiet("rmi", old)
        return 0

    def _build(self, request: BuildRequest) -> list[str]:
        options = ["--format", "docker", "--isolation", "chroot", "--network", "host"]
        options += ["--pull-never", "--layers", *self.store.policy, "--tag", request.reference]
        secrets = self.settings.write(self.store.session / "secrets")
        options += [f"--secret=id={name},src={path}" for name, path in secrets.items()]
        if self.settings.wheels:
            options.append(f"--volume={self._wheels()}:{WHEELS}:ro")
        return self.store.command("bud", *options, str(request.context))

    def _wheels(self) -> Path:
        """One folder with the wheels of all folders that pip would look into."""
        folder = self.store.session / "wheels"
        if not folder.exists():
            folder.mkdir()
            for source in self.settings.wheels:
                for wheel in source.glob("*.whl"):
                    shutil.copyfile(wheel, folder / wheel.name)
        return folder

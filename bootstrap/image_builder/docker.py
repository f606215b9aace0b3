"""Builds with the machine's Docker, on official base images."""

import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bootstrap.command import output
from bootstrap.image_builder.builder import BuildRequest
from bootstrap.image_builder.logged import Logged

INFO_SECONDS = 10
PULL_SECONDS = 120
PROBE_SECONDS = 60
_IDENTITY = ("docker", "image", "inspect", "--format", "{{.Id}}")


@dataclass(frozen=True, kw_only=True)
class DockerBuilder:
    """Docker with BuildKit; images are saved to archives and not kept in the daemon."""

    env: Mapping[str, str]
    secrets: Mapping[str, Path]

    @property
    def title(self) -> str:
        """The daemon and its version."""
        version = output(["docker", "version", "--format", "{{.Server.Version}}"], env=self.env)
        return f"Docker {version.strip()}"

    def base_identity(self, base: str) -> str:
        """The id of the base in the daemon."""
        return output([*_IDENTITY, base], env=self.env).strip()

    def build(self, request: BuildRequest, logged: Logged) -> int:
        """Build, save, and take the name out of the daemon again."""
        secrets = [f"--secret=id={name},src={path}" for name, path in self.secrets.items()]
        tag = ["--tag", request.reference, "--network", "host", "--progress", "plain"]
        env = {**self.env, "DOCKER_BUILDKIT": "1"}
        build = ["docker", "build", *tag, *secrets, str(request.context)]
        if code := logged.run(build, env=env):
            return code
        save = ["docker", "save", "--output", str(request.archive), request.reference]
        code = logged.run(save, env=env)
        return logged.run(["docker", "image", "rm", request.reference], env=env) or code


def why_not_docker(base: str, env: Mapping[str, str], say: Callable[[str], None]) -> str | None:
    """The reason why Docker can't build here, None when it can; pulls the base if need be."""
    if not output(["docker", "info", "--format", "{{.ID}}"], timeout=INFO_SECONDS, env=env).strip():
        return "no daemon answers"
    if not output([*_IDENTITY, base], env=env).strip():
        say(f"Docker: pulling {base}")
        if not output(["docker", "pull", "--quiet", base], timeout=PULL_SECONDS, env=env).strip():
            return f"{base} can't be pulled"
    return None if _has_buildkit(env) else "it has no BuildKit"


def _has_buildkit(env: Mapping[str, str]) -> bool:
    """Whether a build with a feature of BuildKit works; needs no network."""
    with TemporaryDirectory(prefix="slipway-probe-") as folder:
        Path(folder, "Dockerfile").write_text("FROM scratch\nLABEL a=b\n", encoding="utf-8")
        try:
            subprocess.run(
                ["docker", "build", "--quiet", "--secret", "id=none,src=Dockerfile", "."],
                cwd=folder,
                env={**env, "DOCKER_BUILDKIT": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=True,
                timeout=PROBE_SECONDS,
            )
        except (OSError, subprocess.SubprocessError):
            return False
    return True

"""What a build borrows from this machine: package sources, certificates, pip's options."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.image_builder.apt_settings import AptSettings, read_apt_settings
from bootstrap.image_builder.pip_settings import pip_config, read_pip_settings, wheel_folders

SECRETS = "/run/secrets"
"""Where a build mounts the files below; the Dockerfiles name the same folder."""
WHEELS = "/mnt"
"""Where a build finds the machine's own wheels, if it has any; every Debian has this folder."""
_BUNDLES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
_SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


@dataclass(frozen=True, kw_only=True)
class HostSettings:
    """The machine's access to packages; handed to builds as secrets, which no layer keeps."""

    apt: AptSettings
    pip: Mapping[str, str]
    ca_bundle: Path | None
    wheels: tuple[Path, ...]
    """Folders with wheels, which a build needs to see at `WHEELS`."""

    def write(self, folder: Path) -> dict[str, Path]:
        """Write one file per secret, readable by us alone; the keys are the secrets' names."""
        trusted = f"{SECRETS}/ca.crt" if self.ca_bundle else None
        texts = {
            "apt.conf": self.apt.config(secrets=SECRETS, ca_bundle=trusted is not None),
            "sources.list": "".join(f"{line}\n" for line in self.apt.sources),
            "pip.conf": pip_config(
                self.pip, ca_bundle=trusted, wheels=WHEELS if self.wheels else None
            ),
            "ca.crt": self.ca_bundle.read_text(encoding="utf-8") if self.ca_bundle else "",
        }
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        for name, text in texts.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(text, encoding="utf-8")
        return {name: folder / name for name in texts}


def read_host_settings(env: Mapping[str, str]) -> HostSettings:
    """What this machine's own tools would use."""
    named = [*(env[name] for name in _BUNDLES if env.get(name)), _SYSTEM_BUNDLE]
    bundles = (Path(name) for name in named)
    pip = read_pip_settings(env)
    return HostSettings(
        apt=read_apt_settings(env),
        pip=pip,
        ca_bundle=next((bundle for bundle in bundles if bundle.is_file()), None),
        wheels=wheel_folders(pip),
    )

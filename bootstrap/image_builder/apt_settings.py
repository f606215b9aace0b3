"""How this machine gets Debian packages, told to a build without leaving it in the image."""

from collections.abc import Mapping
from dataclasses import dataclass

from bootstrap.command import output

RELEASE = "bookworm"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_SOURCE = "$(REPO_URI)|$(CODENAME)|$(COMPONENT)|$(ORIGIN)"
_ACQUIRE = ("Acquire::http::", "Acquire::https::", "Acquire::Check-", "Acquire::Retries")
_OURS = "Acquire::https::CAInfo"


@dataclass(frozen=True, kw_only=True)
class AptSettings:
    """The machine's own Debian sources and the way to reach them."""

    sources: tuple[str, ...]
    """Lines of a sources.list; none on a machine that isn't Debian."""
    mirror: str | None
    """Where the release itself comes from."""
    acquire: tuple[str, ...]
    """Proxies and the like, as lines of an apt.conf."""

    def config(self, *, secrets: str, ca_bundle: bool) -> str:
        """An apt.conf for a build that finds the other files in a folder of secrets."""
        lines = [*self.acquire]
        # Secrets are readable by root alone, and so apt's own user could not read them.
        lines.append('APT::Sandbox::User "root";')
        if ca_bundle:
            lines.append(f'{_OURS} "{secrets}/ca.crt";')
        if self.sources:
            lines.append(f'Dir::Etc::SourceList "{secrets}/sources.list";')
            lines.append('Dir::Etc::SourceParts "-";')
        return "".join(f"{line}\n" for line in lines)


def read_apt_settings(env: Mapping[str, str]) -> AptSettings:
    """What apt on this machine would do; empty where there is no apt or no Debian source."""
    targets = ["apt-get", "indextargets", "--format", _SOURCE, "Created-By: Packages"]
    listed = output(targets, env=env)
    sources: list[str] = []
    mirror = None
    for line in listed.splitlines():
        uri, codename, component, origin = line.split("|")
        if origin != "Debian" or codename.partition("-")[0] != RELEASE:
            continue
        sources.append(f"deb [signed-by={KEYRING}] {uri} {codename} {component}")
        if codename == RELEASE and component == "main":
            mirror = mirror or uri
    dump = output(["apt-config", "dump"], env=env)
    acquire = tuple(
        line
        for line in dump.splitlines()
        if line.startswith(_ACQUIRE) and not line.startswith(_OURS) and not line.endswith(' "";')
    )
    return AptSettings(sources=tuple(dict.fromkeys(sources)), mirror=mirror, acquire=acquire)

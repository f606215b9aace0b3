"""How this machine's pip reaches its index, told to a build without leaving it in the image."""

import configparser
from collections.abc import Mapping
from pathlib import Path

# Of the machine, not of the index: they would make no sense inside a build.
_LOCAL = frozenset({"cache-dir", "log", "python", "target", "prefix", "root", "user", "src"})
_ENVIRONMENT = "PIP_"
_FOLDERS = "find-links"


def read_pip_settings(env: Mapping[str, str], root: Path = Path("/")) -> dict[str, str]:
    """The machine's pip options as pip merges them: general files, own files, environment."""
    options: dict[str, str] = {}
    for file in _files(env, root):
        parser = configparser.RawConfigParser()
        parser.read(file, encoding="utf-8")
        for section in ("global", "install"):
            if parser.has_section(section):
                options.update(parser.items(section))
    for name, value in env.items():
        if name.startswith(_ENVIRONMENT) and name != "PIP_CONFIG_FILE":
            options[name.removeprefix(_ENVIRONMENT).lower().replace("_", "-")] = value
    return {name: value for name, value in options.items() if name not in _LOCAL}


def _files(env: Mapping[str, str], root: Path) -> list[Path]:
    home = Path(env["HOME"]) if "HOME" in env else Path.home()
    files = [
        root / "etc" / "xdg" / "pip" / "pip.conf",
        root / "etc" / "pip.conf",
        home / ".pip" / "pip.conf",
        Path(env.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf",
    ]
    if own := env.get("PIP_CONFIG_FILE"):
        files.append(Path(own))
    return files


def pip_config(options: Mapping[str, str], *, ca_bundle: str | None, wheels: str | None) -> str:
    """A pip.conf for a place that has other certificates and another folder of wheels."""
    merged = {name: value for name, value in options.items() if name not in {_FOLDERS, "cert"}}
    links = [link for link in options.get(_FOLDERS, "").split() if not is_local(link)]
    if wheels:
        links.append(wheels)
    if links:
        merged[_FOLDERS] = "\n    ".join(links)
    if ca_bundle:
        merged["cert"] = ca_bundle
    return "".join(f"{line}\n" for line in ["[global]", *(f"{n} = {v}" for n, v in merged.items())])


def wheel_folders(options: Mapping[str, str]) -> tuple[Path, ...]:
    """Folders of this machine in which pip looks for wheels and finds some."""
    links = (link for link in options.get(_FOLDERS, "").split() if is_local(link))
    folders = (Path(link.removeprefix("file://")) for link in links)
    return tuple(folder for folder in folders if any(folder.glob("*.whl")))


def is_local(link: str) -> bool:
    """Whether a place to find wheels is a path of this machine."""
    return "://" not in link or link.startswith("file://")

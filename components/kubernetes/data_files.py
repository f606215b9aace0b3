"""The scripts, rules and settings that ship beside the components, as text."""

from importlib.resources import files

_PACKAGE = "slipway.components.kubernetes"


def text(folder: str, name: str) -> str:
    """The content of one shipped file."""
    return files(_PACKAGE).joinpath(folder, name).read_text(encoding="utf-8")


def texts(folder: str, suffix: str) -> dict[str, str]:
    """All shipped files of a folder with this suffix, by name, in order."""
    found = files(_PACKAGE).joinpath(folder).iterdir()
    names = sorted(one.name for one in found if one.name.endswith(suffix))
    return {name: text(folder, name) for name in names}

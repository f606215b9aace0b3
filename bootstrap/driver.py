"""Which driver makes the local cluster: chosen once per state folder, then kept."""

import re
import shutil
from collections.abc import Callable
from typing import Literal

from bootstrap.command import output
from bootstrap.places import Places
from bootstrap.tools.catalogue.kubernetes import KIND_NODE_IMAGE

Driver = Literal["kind", "bare"]
INFO_SECONDS = 10.0
PULL_SECONDS = 300.0
_TARGET = re.compile(r"^\s*(?:target:\s*\{[^}]*\b)?driver:\s*(kind|bare)\b", re.MULTILINE)


def decide_driver(places: Places, say: Callable[[str], None]) -> Driver:
    """The driver that runs already, that the stack file names, or that works on this machine."""
    return kept_driver(places) or _named(places) or ("kind" if _kind_works(say) else "bare")


def keep_driver(places: Places, chosen: Driver) -> None:
    """Write the choice into a state folder that is ours."""
    (places.state / "driver").write_text(f"{chosen}\n")


def kept_driver(places: Places) -> Driver | None:
    """What was decided before; a change would replace the cluster with all its data."""
    try:
        text = (places.state / "driver").read_text().strip()
    except FileNotFoundError:
        return None
    return _checked(text)


def _named(places: Places) -> Driver | None:
    """The driver in the clone's stack file, if it isn't `auto`."""
    if not places.committed_stack_file.exists():
        return None
    found = _TARGET.search(places.committed_stack_file.read_text())
    return _checked(found[1]) if found else None


def _checked(text: str) -> Driver | None:
    match text:
        case "kind" | "bare":
            return text
        case _:
            return None


def _kind_works(say: Callable[[str], None]) -> bool:
    """Whether Docker answers and has, or gets, kind's node image."""
    if not shutil.which("docker"):
        return False
    if not output(("docker", "info", "--format", "{{.ID}}"), timeout=INFO_SECONDS).strip():
        return False
    if output(("docker", "image", "inspect", "--format", "{{.Id}}", KIND_NODE_IMAGE)).strip():
        return True
    say(f"Docker answers: pulling {KIND_NODE_IMAGE}")
    pull = ("docker", "pull", "--quiet", KIND_NODE_IMAGE)
    return bool(output(pull, timeout=PULL_SECONDS).strip())

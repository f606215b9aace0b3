"""A state folder belongs to one clone: a second clone on the machine must not mix with it."""

from pathlib import Path

from bootstrap.faults import Fault
from bootstrap.places import Places


def check_owner(places: Places) -> None:
    """Refuse the state folder of another clone."""
    owner = read_owner(places)
    if owner is None or owner == places.clone:
        return
    ended = "" if owner.is_dir() else " (which no longer exists)"
    raise Fault(
        f"{places.state} belongs to the clone {owner}{ended}",
        f"run `make down` there, or set SLIPWAY_STATE to another folder; if that clone was moved "
        f"here, write {places.clone} into {places.owner}",
    )


def claim(places: Places) -> None:
    """Make a state folder ours; checked before."""
    places.state.mkdir(parents=True, exist_ok=True)
    places.state.chmod(0o755)  # kubelet and pods pass through; secrets in it have their own mode
    if read_owner(places) is None:
        temporary = places.owner.with_name("owner.part")
        temporary.write_text(f"{places.clone}\n")
        temporary.replace(places.owner)


def read_owner(places: Places) -> Path | None:
    """The clone that the state folder belongs to."""
    try:
        text = places.owner.read_text().strip()
    except FileNotFoundError:
        return None
    return Path(text) if text else None

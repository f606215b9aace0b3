"""The steps of `up` in their order."""

from bootstrap.driver import Driver
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.config import config_step
from bootstrap.steps.images import images_step
from bootstrap.steps.platform import platform_step
from bootstrap.steps.preflight import preflight_step
from bootstrap.steps.provider import provider_step
from bootstrap.steps.runner import Step
from bootstrap.steps.sample import sample_step
from bootstrap.steps.stack import stack_step
from bootstrap.steps.tools import tool_steps
from bootstrap.steps.venv import venv_step
from bootstrap.tools.install import Installer


def all_steps(places: Places, chosen: Driver) -> list[Step]:
    """Everything that `up` does."""
    installer = Installer(places=places)
    return [
        preflight_step(places, chosen, installer),
        venv_step(places),
        config_step(places),
        *tool_steps(chosen, installer),
        images_step(places),
        provider_step(places, installer.internet),
        stack_step(places, chosen),
        platform_step(places),
        sample_step(places),
    ]


def chosen_steps(steps: list[Step], name: str) -> list[Step]:
    """The step with a name, or the group in front of a colon: `tools` is all of `tools: ...`."""
    found = [step for step in steps if step.name == name or step.name.startswith(f"{name}: ")]
    if not found:
        names = dict.fromkeys(step.name.partition(":")[0] for step in steps)
        raise Fault(f"step: got {name}; expected one of {', '.join(names)}", "correct the name")
    return found

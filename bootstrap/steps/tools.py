"""One step per tool."""

from bootstrap.console import Progress
from bootstrap.driver import Driver
from bootstrap.steps.runner import Step
from bootstrap.tools.catalogue import tools_for
from bootstrap.tools.debian import all_names, candidates
from bootstrap.tools.install import Installer
from bootstrap.tools.model import Tool


def tool_steps(chosen: Driver, installer: Installer) -> list[Step]:
    """Get every tool that the driver of the cluster, the images and Pulumi need."""
    tools = tools_for(chosen)
    packages = [name for tool in tools if tool.debian for name in tool.debian.packages]
    candidates(all_names(packages))  # one question for all: each costs a third of a second
    return [_step(tool, installer) for tool in tools]


def _step(tool: Tool, installer: Installer) -> Step:
    def done() -> str | None:
        installed = installer.is_ready(tool)
        return installed.way if installed else None

    def run(progress: Progress) -> str:
        return installer.ensure(tool, progress)

    return Step(name=f"tools: {tool.name}", done=done, run=run)

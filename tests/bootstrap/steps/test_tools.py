import io

from bootstrap.console import Console, Progress
from bootstrap.places import Places
from bootstrap.steps.runner import run_steps
from bootstrap.steps.tools import tool_steps
from bootstrap.tools.catalogue import tools_for
from bootstrap.tools.install import Installed, Installer
from bootstrap.tools.model import Tool


class Shelf(Installer):
    """An installer whose tools are there once they were asked for."""

    def __init__(self, places: Places) -> None:
        super().__init__(places=places)
        self.there: set[str] = set()

    def is_ready(self, tool: Tool) -> Installed | None:  # type: ignore[explicit-override]  # 3.11
        return Installed(programs={}, way="from PATH") if tool.name in self.there else None

    def ensure(self, tool: Tool, progress: Progress) -> str:  # type: ignore[explicit-override]
        del progress
        self.there.add(tool.name)
        return "built from Go modules"


def test_each_tool_is_a_step_that_tells_its_way(
    places: Places, console: Console, out: io.StringIO
) -> None:
    steps = tool_steps("bare", Shelf(places))
    assert [step.name for step in steps] == [f"tools: {tool.name}" for tool in tools_for("bare")]
    run_steps("up", steps, console)
    assert f"[1/{len(steps)}] {steps[0].name} ... built from Go modules, 0 s" in out.getvalue()
    out.truncate(0)
    run_steps("up", steps, console)
    assert out.getvalue().count("already there (from PATH)") == len(steps)

"""A runner that keeps what it was asked to run, and answers what the test says."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class RecordingRunner:
    """Answers each command with what `answer` makes of it; nothing runs."""

    answer: Callable[[str], str] = lambda _: ""
    commands: list[str] = field(default_factory=list)
    fed: list[str] = field(default_factory=list)

    def run(self, *command: str, feed: str | None = None) -> str:
        line = " ".join(command)
        self.commands.append(line)
        if feed is not None:
            self.fed.append(feed)
        return self.answer(line)

    def matching(self, part: str) -> list[str]:
        return [command for command in self.commands if part in command]

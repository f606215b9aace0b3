"""One thing that the gate looks at."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What was found, what was needed, and the sentence that says so."""

    name: str
    passed: bool
    observed: str
    required: str
    sentence: str

    def as_json(self) -> dict[str, str | bool]:
        """The criterion as evidence."""
        return {
            "name": self.name,
            "passed": self.passed,
            "observed": self.observed,
            "required": self.required,
            "sentence": self.sentence,
        }


def unmeasured(name: str, required: str) -> Criterion:
    """A criterion that couldn't be looked at, which counts as not passed."""
    return Criterion(
        name=name,
        passed=False,
        observed="not measured",
        required=required,
        sentence=f"{name}: not measured, because an earlier criterion failed",
    )

"""What a check of planned inputs found, and what it looked at."""

from dataclasses import asdict, dataclass, field

from typing_extensions import override


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One input that the cloud would refuse."""

    resource: str
    """Type and name."""
    path: str
    value: str
    rule: str
    source: str
    """Where the rule comes from: service, operation and member, or SDK class."""

    @override
    def __str__(self) -> str:
        return (
            f"{self.resource}, {self.path}: got {self.value}; expected {self.rule} ({self.source})."
        )


@dataclass(kw_only=True)
class Coverage:
    """Which types and properties were checked, and which had nothing to be checked against."""

    checked: dict[str, set[str]] = field(default_factory=dict)
    unchecked: dict[str, set[str]] = field(default_factory=dict)

    def note(self, resource_type: str, path: str, *, checked: bool) -> None:
        """Counts one property of a type."""
        place = self.checked if checked else self.unchecked
        place.setdefault(resource_type, set()).add(path)

    def types(self) -> list[tuple[str, int, list[str]]]:
        """Each type with the number of its checked properties and the names of the others."""
        names = sorted(self.checked.keys() | self.unchecked.keys())
        return [
            (name, len(self.checked.get(name, ())), sorted(self.unchecked.get(name, ())))
            for name in names
        ]


@dataclass(frozen=True, kw_only=True)
class Report:
    """Findings of one plan with what they rest on."""

    findings: tuple[Finding, ...]
    coverage: Coverage

    def to_json(self) -> dict[str, object]:
        """The report under the published names."""
        return {
            "schema": "slipway.conformance/v1",
            "findings": [asdict(one) for one in self.findings],
            "coverage": [
                {"type": kind, "checked": number, "unchecked": unchecked}
                for kind, number, unchecked in self.coverage.types()
            ],
        }

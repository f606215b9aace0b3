"""Machine types of Azure, as far as their names tell what they are."""

import re
from dataclasses import dataclass
from typing import Self

_SIZE = re.compile(
    r"^Standard_(?P<family>[A-Z]+)(?P<cpus>\d+)(?:-(?P<active>\d+))?(?P<features>[a-z]*)"
    r"(?:_(?P<accelerator>[A-Z]+\d+[A-Za-z]*))?(?:_v(?P<version>\d+))?$"
)
_ARM, _PREMIUM, _LEAST_FOR_SYSTEM = "p", "s", 2


_OLD_PREMIUM = frozenset({"DS", "GS"})


@dataclass(frozen=True, kw_only=True)
class MachineSize:
    """The parts of a name such as ``Standard_D4s_v5``.

    Source: "Azure virtual machine sizes naming conventions", Microsoft Learn.
    """

    family: str
    cpus: int
    arm: bool
    """Processors that the platform's images aren't built for."""
    premium_disks: bool
    """Whether it takes the disks of the platform's claims."""

    @classmethod
    def parse(cls, name: str) -> Self | None:
        """None for a name that follows no convention of Azure's."""
        found = _SIZE.match(name)
        if found is None:
            return None
        return cls(
            family=found["family"],
            cpus=int(found["active"] or found["cpus"]),
            arm=_ARM in found["features"],
            # The first sizes with them write it into the family: Standard_DS3_v2.
            premium_disks=_PREMIUM in found["features"] or found["family"] in _OLD_PREMIUM,
        )

    @property
    def carries_system_pods(self) -> bool:
        """AKS refuses system pools of one processor, and a burstable one stalls the cluster."""
        return self.cpus >= _LEAST_FOR_SYSTEM and self.family != "B"

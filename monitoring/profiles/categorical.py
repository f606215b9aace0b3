"""State of a categorical column: counts of the reference's categories, and of unseen ones."""

from dataclasses import dataclass

from slipway.monitoring.arrow import Column
from slipway.monitoring.profiles.bins import CategoryBins
from slipway.monitoring.profiles.coerce import Counts, categories


@dataclass(frozen=True, kw_only=True, eq=False)
class CategoricalProfile:
    """Everything that a verdict needs of a categorical column."""

    bins: CategoryBins
    counts: Counts
    nulls: int
    unreadable: int

    @classmethod
    def of(cls, bins: CategoryBins, array: Column) -> "CategoricalProfile":
        """The profile of one array."""
        found = categories(array)
        return cls(
            bins=bins,
            counts=bins.count(found.counts),
            nulls=found.nulls,
            unreadable=found.unreadable,
        )

    def merge(self, other: "CategoricalProfile") -> "CategoricalProfile":
        """Both together."""
        return CategoricalProfile(
            bins=self.bins,
            counts=self.counts + other.counts,
            nulls=self.nulls + other.nulls,
            unreadable=self.unreadable + other.unreadable,
        )

    @property
    def rows(self) -> int:
        """All values, the faulty ones included."""
        return int(self.counts.sum()) + self.nulls + self.unreadable

    @property
    def known(self) -> Counts:
        """Counts of the categories that the reference has."""
        return self.counts[:-1]

    @property
    def usable(self) -> int:
        """The values that drift is looked for in: unseen categories are a fault, not drift."""
        return int(self.known.sum())

    @property
    def unseen(self) -> int:
        """Values in no category of the reference."""
        return int(self.counts[-1])

    @property
    def once(self) -> int:
        """Categories seen once; their share estimates the mass of unseen ones (Good 1953)."""
        return int((self.known == 1).sum())

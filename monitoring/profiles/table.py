"""State of a whole window: one profile per column, mergeable as a whole."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from slipway.monitoring.arrow import Column
from slipway.monitoring.profiles.bins import CategoryBins, NumericBins
from slipway.monitoring.profiles.categorical import CategoricalProfile
from slipway.monitoring.profiles.coerce import family
from slipway.monitoring.profiles.numeric import NumericProfile

Bins = NumericBins | CategoryBins
ColumnProfile = NumericProfile | CategoricalProfile
Work = tuple[str, Bins, Column]
Mapper = Callable[[Callable[[Work], ColumnProfile], Iterable[Work]], Iterable[ColumnProfile]]


@dataclass(frozen=True, kw_only=True)
class TableProfile:
    """Profiles of the compared columns; an empty one is the neutral element of `merge`."""

    rows: int = 0
    columns: Mapping[str, ColumnProfile] = field(default_factory=dict)
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The kinds of types in which each column came."""
    extra: frozenset[str] = frozenset()
    """Columns that the reference doesn't have."""

    @classmethod
    def of(
        cls,
        bins: Mapping[str, Bins],
        batch: pa.RecordBatch,
        *,
        known: frozenset[str] = frozenset(),
        mapper: Mapper = map,
    ) -> "TableProfile":
        """The profile of one batch; `known` columns are neither compared nor called extra."""
        names = batch.schema.names
        work = [(name, bins[name], batch.column(name)) for name in names if name in bins]
        return cls(
            rows=batch.num_rows,
            columns={
                item[0]: made for item, made in zip(work, mapper(_profile, work), strict=True)
            },
            families={item[0]: frozenset({family(item[2].type)}) for item in work},
            extra=frozenset(names) - bins.keys() - known,
        )

    def merge(self, other: "TableProfile") -> "TableProfile":
        """Both together."""
        columns = dict(self.columns)
        for name, theirs in other.columns.items():
            columns[name] = _merge(columns[name], theirs) if name in columns else theirs
        families = dict(self.families)
        for name, kinds in other.families.items():
            families[name] = families.get(name, frozenset()) | kinds
        return TableProfile(
            rows=self.rows + other.rows,
            columns=columns,
            families=families,
            extra=self.extra | other.extra,
        )


def _profile(work: Work) -> ColumnProfile:
    _, bins, array = work
    if isinstance(bins, NumericBins):
        return NumericProfile.of(bins, array)
    return CategoricalProfile.of(bins, array)


def _merge(ours: ColumnProfile, theirs: ColumnProfile) -> ColumnProfile:
    if isinstance(ours, NumericProfile) and isinstance(theirs, NumericProfile):
        return ours.merge(theirs)
    if isinstance(ours, CategoricalProfile) and isinstance(theirs, CategoricalProfile):
        return ours.merge(theirs)
    message = "profiles of one column come from different bins"
    raise TypeError(message)

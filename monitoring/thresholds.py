"""Every number that turns a statistic into a verdict, with its reason.

One default for every data set. The budget: at most one false alarm in a hundred windows in which
nothing changed, at any size. Half of it goes to the columns, a quarter to concept drift, a quarter
to realised quality and data faults.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """The levels, floors and minimums of a verdict."""

    minimum_rows: int = 100
    """Below this a window is `insufficient`: even total drift would often stay unproven."""

    minimum_values: int = 50
    """The same for the non-null values of one column."""

    minimum_labels: int = 100
    """The same for realised quality: an error rate of 5 % has fewer than 5 errors below it."""

    column_level: float = 0.005
    """Benjamini-Hochberg level over the columns of a window; half of the budget, because when
    nothing has drifted every rejection is a false alarm and this is their rate per window."""

    concept_level: float = 0.0025
    """Level of the one concept test of a window; a quarter of the budget."""

    interval: float = 0.995
    """Confidence of the intervals of realised quality: a quarter of the budget on the side that
    alarms."""

    numeric_floor: float = 0.05
    """Smallest distance between distribution functions that matters: 5 of 100 rows moved.
    Large windows make any difference significant; this is what keeps them quiet."""

    categorical_floor: float = 0.05
    """Smallest Jensen-Shannon distance that matters; about 6 of 100 rows moved between two
    equally frequent categories, so about as much as the numeric floor."""

    floor_quantile: float = 0.99
    """The floor rises to this quantile of the effect under no drift at the window's size: small
    windows show large effects by chance, and a fixed floor alone flags half of them."""

    wasserstein_weight: float = 0.5
    """A normalised Wasserstein distance of 0.1 counts like a Kolmogorov-Smirnov distance of 0.05;
    for a shifted normal the two agree within a quarter. It catches few rows that moved far."""

    concept_floor: float = 0.01
    """Smallest excess of errors, in shares of all rows, that is called concept drift."""

    concept_relative_floor: float = 0.1
    """The same relative to the errors expected; the larger of the two holds."""

    error_tolerance: float = 0.005
    """Smallest loss of an error rate that matters, absolute."""

    relative_tolerance: float = 0.1
    """Smallest loss that matters, relative to the reference; the larger of the two holds."""

    score_tolerance: float = 0.005
    """Smallest loss of ROC AUC that matters."""

    fault_interval: float = 0.999
    """Confidence behind a data-quality fault; there are several rules for each column."""

    fault_floor: float = 0.01
    """Smallest share of faulty values beyond the reference's own that is a fault; below it the
    finding is a notice, which is reported and never alarms."""


DEFAULT = Thresholds()

"""Where a platform runs: one file per target, each with only its own fields."""

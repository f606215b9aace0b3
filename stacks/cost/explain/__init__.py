"""Where a figure of an estimate comes from: its price row, and what its quantity rests on."""

"""What was asked and answered, in Parquet, for the monitor to read and labels to join."""

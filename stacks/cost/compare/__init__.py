"""What one workload costs in every variant and cloud, side by side."""

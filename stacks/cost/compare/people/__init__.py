"""What people's work adds to a bill."""

"""What `up` does, step by step."""

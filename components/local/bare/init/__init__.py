"""Process 1 of a sandbox. Standard library only: it outlives the command that started it."""

"""What is kept of a window: counts in bins frozen on the reference, mergeable in any order."""

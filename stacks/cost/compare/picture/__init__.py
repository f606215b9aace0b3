"""The two pictures of a comparison."""

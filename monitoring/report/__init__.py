"""The verdict as one HTML file: aggregates only, drawings inline, nothing loaded from anywhere."""

"""The car-loan sample: train, release, serve and watch one model."""

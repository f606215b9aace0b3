"""Believable verdicts on a model's data and predictions; knows nothing of the platform."""

"""Asks the providers' public price APIs, and keeps what they answer in the refreshed book."""

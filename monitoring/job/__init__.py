"""The scheduled run on the platform: a span of the request log, its verdict, its metrics."""

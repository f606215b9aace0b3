"""The HTTP side: an ASGI application without a framework."""

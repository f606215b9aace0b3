"""A stack's resource graph, recorded offline: no engine, no provider, no credentials, no state."""

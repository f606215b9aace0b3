"""Codecs: from bytes to a table and from outputs to bytes, without transport or model."""

"""The JSON that commands print for programs, as models with committed schemas."""

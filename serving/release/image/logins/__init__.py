"""Where the login of a registry comes from: one source per file, asked in turn by `chain`."""

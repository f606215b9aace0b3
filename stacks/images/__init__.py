"""The platform's own images: pinned by digest, brought into a registry, looked for there."""

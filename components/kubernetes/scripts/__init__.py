"""Programs that run inside the platform's pods, mounted from ConfigMaps.

They may use what the image they run in has, and nothing of this package.
"""

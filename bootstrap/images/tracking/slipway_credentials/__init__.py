"""Fetches the database password for each new connection, so that it rotates without a restart.

A database URL asks for it by `?plugin=slipway_credentials`; the variables in `selection.py` say
where passwords come from. It ships in the tracking image and uses nothing but what that holds.
"""

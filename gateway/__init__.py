"""The door: REST over the services, for browsers, scripts and departments."""

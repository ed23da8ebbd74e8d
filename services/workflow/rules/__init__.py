"""The window's rules, pure: no clock, no store, no network."""

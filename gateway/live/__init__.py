"""What goes on: hints for open pages as it happens, and the latest events for departments."""

"""What inspection serves beside the handling of its parts."""

DOMAIN = "inspection"

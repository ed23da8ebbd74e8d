"""What inspection offers beside the handling of its parts."""

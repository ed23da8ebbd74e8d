"""What inspection calculates and decides, without any input or output of its own."""

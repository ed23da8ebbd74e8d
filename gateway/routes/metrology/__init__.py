"""What metrology offers beside its parts."""

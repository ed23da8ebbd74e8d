"""What every service shares; it knows no service and no word of the five domains."""

"""Pure rules of metrology, named by the field."""

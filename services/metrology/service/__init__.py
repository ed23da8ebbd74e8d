"""The services of metrology: one file for each."""

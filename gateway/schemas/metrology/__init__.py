"""What is asked of metrology, and answered."""

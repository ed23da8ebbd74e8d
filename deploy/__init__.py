"""What runs the system: engines, images, contracts, demo data."""

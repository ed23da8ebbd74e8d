"""Standards (标准)."""

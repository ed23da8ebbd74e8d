"""Proves everything that is stored: every history, and every signed root."""

"""Metrology (计量)."""

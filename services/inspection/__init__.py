"""Inspection (检验检测)."""

"""Calibration: its work, its certificates, and the laboratory behind them."""

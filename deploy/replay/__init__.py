"""Replays a real intake log through the gateway and counts what an independent consumer hears of it."""

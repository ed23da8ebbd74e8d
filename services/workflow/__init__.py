"""The window: catalogue, stations, and cases from filing to delivery."""

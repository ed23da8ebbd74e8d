"""The demonstration: stations, enterprises, and cases driven through the ordinary actions."""

"""The broker's topics as data, and the program that makes them so."""

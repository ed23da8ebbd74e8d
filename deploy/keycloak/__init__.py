"""The realm as data, and the program that makes it so."""

"""Backup and restore of everything that the services keep: documents in mongodump's layout, files, and keys."""

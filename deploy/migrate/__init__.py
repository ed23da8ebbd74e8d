"""Brings stored documents to the shape of a release, while the release before still runs."""

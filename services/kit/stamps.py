"""Moments as messages hold them."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp


def stamp(moment: datetime) -> Timestamp:
    """A moment of ours in a message."""
    held = Timestamp()
    held.FromDatetime(moment)
    return held

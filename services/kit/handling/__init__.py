"""What every domain does with the parts sent to it: one contract, implemented once."""

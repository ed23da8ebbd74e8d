"""The services of the portal, one process each, and the kit they share."""

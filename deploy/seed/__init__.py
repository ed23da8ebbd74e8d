"""Many made-up cases, each of them lawful: every entry decided by the rules, every chain whole."""

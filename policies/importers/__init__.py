"""A file in, one canonical outline out: a module per format, `outline` for what they share."""

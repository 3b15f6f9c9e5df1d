"""A list of findings that a site lives with for now: only what is not on it is reported."""

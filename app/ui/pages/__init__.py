"""One page per task of the counter."""

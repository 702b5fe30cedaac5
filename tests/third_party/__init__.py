"""Warmline beside programs of other makers, which nobody here wrote: run by `make e2e`, skipped without them."""

"""Bytes of a page, or a text in the seed shape, to an Article with the evidence of every field."""

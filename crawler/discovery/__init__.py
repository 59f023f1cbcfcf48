"""Listings (feeds, sitemaps, sections) to the links they announce."""

"""The templates and the style of the digest pages."""

"""From the web to an Article with its Decision."""

"""Back-fill: the past of an outlet, out of its own lists and out of web archives."""

"""Pages that need JavaScript: a headless Chromium without a network, fed through the one door."""

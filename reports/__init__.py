"""From the archive to a digest, and its pages."""

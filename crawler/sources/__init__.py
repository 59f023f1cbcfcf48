"""The outlets that come with Bluewatch: one TOML file each."""

"""The pages' templates and their style sheet; Jinja escapes whatever stands in them."""

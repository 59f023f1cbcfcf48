"""What pyproject.toml cannot say yet without a warning: one module in C; all else stands there."""

from setuptools import Extension, setup

# Passes over bytes for replay. Where there is no C compiler, all is installed without them, and replay is slow.
SHADOW = Extension(
    "crawler.peacekeeping.shadow", ["crawler/peacekeeping/shadow.c"], extra_compile_args=["-O3"], optional=True
)

setup(ext_modules=[SHADOW])

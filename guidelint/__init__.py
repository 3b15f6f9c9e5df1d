"""A linter and link checker for Markdown documentation rendered by MkDocs, Material or Zensical."""

__version__ = "0.1.0"

REPOSITORY = "https://github.com/example/guidelint"

"""What a page renders to with the real Python-Markdown, to compare guidelint's reading with.

``python -m tests.oracle SITE_DIR`` compares a whole site; see `tests.oracle.__main__`.
"""

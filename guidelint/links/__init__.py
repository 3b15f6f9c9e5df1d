"""External links: URLs in, verdicts out. Knows nothing of Markdown or rules.

`check.check_links` is the way in, `model` holds what goes in and what comes out, `history.History` remembers.
"""

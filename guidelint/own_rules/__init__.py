"""Rules that a site declares in its configuration. Imported only where one does."""

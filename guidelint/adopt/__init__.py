"""Settings of other link checkers, read as data and put in guidelint's words."""

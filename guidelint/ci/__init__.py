"""What only a CI job does: an issue about dead links that is kept up to date."""

"""Configuration: finding, reading, composing."""

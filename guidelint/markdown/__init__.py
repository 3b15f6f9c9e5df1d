"""Reading pages: from a source to what its site renders."""

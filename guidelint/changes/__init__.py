"""What a change brings: two trees of a repository are checked, and their findings compared."""

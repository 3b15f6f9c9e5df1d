"""Fuzzing: `targets` say what must hold for any bytes, `__main__` runs them, `crashes` keeps what broke."""

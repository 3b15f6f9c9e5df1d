"""What earlier runs found out, kept as data and trusted only as far as it can be checked."""

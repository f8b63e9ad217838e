"""Reading service directories."""

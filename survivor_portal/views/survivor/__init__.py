"""Her own pages."""

"""A portal for people who were trafficked and the advocates who help them."""

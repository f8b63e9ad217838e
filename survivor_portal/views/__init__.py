"""HTTP in, HTTP out: one module an audience, each view read as prose."""

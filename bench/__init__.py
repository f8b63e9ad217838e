"""Measurements of a throw-away portal, each run by hand; `README.md` says how."""

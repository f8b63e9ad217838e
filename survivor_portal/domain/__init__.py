"""The portal's rules, as pure functions on the standard library alone."""

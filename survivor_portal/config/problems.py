"""What is raised for a configuration that cannot be used."""


class ConfigError(Exception):
    """The configuration cannot be used; the message says why in one line."""

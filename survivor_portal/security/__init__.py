"""Clock, chance, passphrases, second factor and encryption."""

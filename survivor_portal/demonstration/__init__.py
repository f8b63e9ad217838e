"""An invented cast in a throw-away data folder."""

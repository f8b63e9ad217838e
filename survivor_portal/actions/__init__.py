"""One verb, one function, one transaction. Nothing here knows the web."""

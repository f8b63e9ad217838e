"""Flask glue that several views share."""

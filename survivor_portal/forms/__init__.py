"""The shape of what is typed; never who may do what."""

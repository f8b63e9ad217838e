"""The advocate's desk."""

"""The supervisor's office."""

"""What consent screens say: labels of the closed lists, and the statements she signs."""

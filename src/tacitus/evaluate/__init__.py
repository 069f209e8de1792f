"""Making the gold corpus from its sources, and scoring a coding against it (docs/evaluation.md)."""

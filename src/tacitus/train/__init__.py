"""Training: the weights of the trained parts, from the train half of the gold corpus."""

"""Security: what a browser may do with the pages, who is asking, and how often."""

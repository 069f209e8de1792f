"""What the pages show of articles, incidents and actors, made ready for templates."""

"""Pages: what a person opens in a browser. Each module has one router."""

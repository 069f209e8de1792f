"""The JSON API: the same record for programs, described as OpenAPI."""

"""The API for other programs, under /api/v1/: the same actions and searches as the pages, in JSON. docs/decisions/0029-api.md."""

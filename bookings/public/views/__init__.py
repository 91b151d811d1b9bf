"""Views parse, call, render: one module a question."""

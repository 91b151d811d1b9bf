"""The resident's pages: no account, no JavaScript, one question a page."""

"""Keys of the API: who may have other programs book and refer, and what each may do."""

"""Django's templates, made for being shown thousands of times: what never varies is worked out once."""

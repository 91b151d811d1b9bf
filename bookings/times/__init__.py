"""When somebody may be received: the pure engine, its reads, its searches."""

"""The sheet that somebody takes home after a session: large print, plain words, their language; and the same by their link."""

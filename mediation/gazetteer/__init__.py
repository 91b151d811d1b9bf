"""Where people say they live: a postcode, a town, a neighbourhood or a whole address, as they write it.

`words` and `reading` are pure and know no database: the page, the counter and the telephone line read alike. `listed` takes
from the database what there is to be named; `file` reads a file of communes.
"""

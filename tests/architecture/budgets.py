"""What a resident's page may cost. Numbers in one place; the tests beside this file hold them."""

# HTML and CSS of a page together, compressed: what fits in one round trip.
PAGE_BYTES = 14_000
# The page and its one style sheet.
REQUESTS_PER_PAGE = 2
# From the first page to the card; with a code by SMS.
JOURNEY_REQUESTS = 6
JOURNEY_REQUESTS_WITH_CODE = 8
JOURNEY_QUERIES = 30
# Who was referred: their page, the times, one time, booked.
REFERRED_QUERIES = 36

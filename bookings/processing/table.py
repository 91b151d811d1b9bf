"""What appointments and all that belongs to them hold. Pure."""

from bookings.processing import people, together, workings

TABLES = (*people.TABLES, *together.TABLES, *workings.TABLES)

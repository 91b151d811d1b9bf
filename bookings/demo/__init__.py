"""The demo territory's bookings: invented residents, half a year of past appointments, six weeks to come."""

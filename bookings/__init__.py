"""What is promised: slots, appointments, outcomes, and the pages over them."""

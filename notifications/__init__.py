"""What is said and heard: messages, reminders, receipts."""

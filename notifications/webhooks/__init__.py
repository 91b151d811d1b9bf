"""What providers post to us: answers to calls, texts, receipts."""

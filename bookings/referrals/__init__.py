"""A referral (orientation): its steps and who may take them, what each side sees of it."""

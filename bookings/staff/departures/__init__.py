"""A mediator stops: what they leave behind is asked about, then decided."""

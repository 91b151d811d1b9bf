"""The conversation by SMS: what somebody writes is read, done, answered once; the rest goes to the front desk."""

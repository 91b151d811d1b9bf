"""The telephone of demonstrations: it calls the line, presses keys, answers SMS, and rings. Only under DEMO."""

"""The ground floor: who, where, when open; and the Django project itself."""

"""Sheets that people take away: written row by row, whatever their size, and inert in every spreadsheet."""

"""Tests: one file a use case, on SQLite and on PostgreSQL alike."""

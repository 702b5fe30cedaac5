"""The core's ports on SQLAlchemy Core: tables, one query module a noun, outbox, timers, sealed grants, migrations."""

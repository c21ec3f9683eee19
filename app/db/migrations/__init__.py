"""Alembic scripts, one per change of the schema, run through ``app.db.upkeep``."""

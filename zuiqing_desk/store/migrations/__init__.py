"""The schema's history: one file a step, numbered, never changed once released."""

REVISIONS = ("0001",)
"""Every revision this program knows, oldest first. Kept here so that opening a current store need
not import Alembic."""

HEAD = REVISIONS[-1]

"""Platforms whose connectors post to us and are posted to (Standard Webhooks)."""

"""Product cards: what an agent must know to sell."""

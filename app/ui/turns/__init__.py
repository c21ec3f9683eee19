"""The turns of a dossier's road on the screen: where each is chosen, and what it asks."""

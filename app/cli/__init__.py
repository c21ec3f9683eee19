"""The same jobs without a screen: every command calls the services the screens call."""

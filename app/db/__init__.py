"""The engine, units of work, upgrade, backup, search: all that knows which database it is.

Why: one ``Database`` object hands out sessions that live for one use case. SQLite is driven through
``sqlcipher3`` so that every desk has the same recent SQLite; durability is ``synchronous=FULL``,
because a slip already printed must not vanish with the power.
"""

"""Pure rules: no database, no Qt, no clock of its own.

Why: a rule of law that needs a database to be asked cannot be tested by the thousand. Everything
here takes plain values and returns plain values; the article of law stands beside each rule.
"""

"""The screens: everything here is what an officer sees, and nothing here decides a rule.

Why: screens ask services through ``Desk`` and show frozen rows, so the same use cases serve the
command line and the tests. Work never runs on the screen's own thread.
"""

"""Use cases and queries: plain functions on an open session, frozen dataclasses out.

Why: the screens, the command line, the demonstration, the simulator and the tests all call these
same functions, so there is no second way to take in a dossier. A service never commits, never asks
for the time and never writes a sentence for the officer.
"""

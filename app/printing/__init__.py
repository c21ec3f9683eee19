"""Paper: slips for the thermal printer, PDF of the same forms, and the way to the printer.

Every paper is made from frozen contents (``app.core.papers``) and nothing else, so that a reprint
equals the original. Thermal slips go out as dots, never as text: no code page of a receipt printer
prints Vietnamese reliably.
"""

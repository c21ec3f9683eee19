"""The ways to a printer: one ``Line`` for each kind of connection, one conversation over all.

A two-way line (network, USB, serial, device file) can be asked for the printer's state and for an
acknowledgement. A spooler (CUPS, Windows) takes the bytes and says nothing about paper: what went
through one is "sent", never "printed".
"""

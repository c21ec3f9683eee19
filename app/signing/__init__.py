"""Digital signatures on issued letters: bytes in, bytes out (PAdES; PKCS#12, tokens).

pyHanko takes most of a second to import: import the modules of this package where they are used.
"""

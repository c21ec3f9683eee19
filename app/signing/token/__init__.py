"""Keys on USB tokens (PKCS#11): the driver and the PIN live in a child process, and only there.

Why a child: a vendor's library may hang, crash or stay logged in, and ending its process ends all
three. ``client`` speaks to it, ``worker`` is it; nothing else runs beside the driver, for any code
in that process could use the key while the token is unlocked.
"""

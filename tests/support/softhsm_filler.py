"""Puts keys and certificates onto a SoftHSM token: a program of its own, started by ``softhsm``."""

import base64
import json
import sys

import pkcs11
from asn1crypto.keys import PrivateKeyInfo
from pkcs11 import Attribute
from pkcs11.util import ec, rsa, x509


def fill() -> None:
    """Do as the order on standard input says."""
    order = json.load(sys.stdin)
    token = pkcs11.lib(order["library"]).get_token(token_label=order["label"])
    with token.open(rw=True, user_pin=order["pin"]) as session:
        for one in order["items"]:
            shared = {Attribute.TOKEN: True, Attribute.ID: bytes([one["id"]])}
            if one["certificate"]:
                der = base64.b64decode(one["certificate"])
                session.create_object({**x509.decode_x509_certificate(der), **shared})
            if not one["key"]:
                continue
            info = PrivateKeyInfo.load(base64.b64decode(one["key"]))
            inner = info["private_key"].parsed
            if info.algorithm == "rsa":
                private = rsa.decode_rsa_private_key(inner.dump())
                public = {
                    kind: private[kind] for kind in (Attribute.MODULUS, Attribute.PUBLIC_EXPONENT)
                }
            else:
                inner["parameters"] = info["private_key_algorithm"]["parameters"]
                private = ec.decode_ec_private_key(inner.dump())
                public = {}
            secret = {
                Attribute.SENSITIVE: True,
                Attribute.PRIVATE: True,
                Attribute.SIGN: one["may_sign"],
                Attribute.ALWAYS_AUTHENTICATE: one["pin_each_time"],
            }
            key_type = private[Attribute.KEY_TYPE]
            session.create_object({**private, **secret, **shared})
            if public:
                kind = {
                    Attribute.CLASS: pkcs11.ObjectClass.PUBLIC_KEY,
                    Attribute.KEY_TYPE: key_type,
                }
                open_to_all = {Attribute.PRIVATE: False, Attribute.VERIFY: True}
                session.create_object({**public, **kind, **open_to_all, **shared})


if __name__ == "__main__":
    fill()

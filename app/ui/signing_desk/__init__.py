"""The signing desk: a queue of letters beside the very paper, keys, and batches off the screen.

Why two faces of one page: the leader signs and the registrar (văn thư) numbers and seals, each with
a key of their own (NĐ 30/2020 Đ13-15). A key belongs to the signed-in account and is let go when
that person leaves, so no workstation ever holds both PINs.
"""

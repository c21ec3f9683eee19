"""The desk's papers on A5 and A4 sheets, drawn with reportlab from frozen content.

``sheet`` knows paper sizes and how a document is made, ``qr_block`` and ``pieces`` what every form
is put together from; each further module lays out one family of forms, ``desk_pdf`` chooses.
"""

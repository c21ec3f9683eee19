"""Files that come in: the shipped data of the project and the catalogues an office brings.

Everything is checked at this border and leaves as frozen data. A file that is wrong anywhere is
refused whole, with every fault at its place, so that nobody works with half a catalogue.
"""

"""The demo territory's ground: real communes and neighbourhoods, invented places and people.

Communes, postcodes and populations are public facts (INSEE). Streets, telephones and persons are made up, and
look it: telephones are in the ranges kept for fiction, addresses end in `.example`.
"""

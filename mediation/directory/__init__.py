"""The national "lieux de médiation numérique" directory, read and written (Table Schema 1.0.2, Licence Ouverte).

Pure: bytes and strings in, values out. What the file said is kept to the byte (`national`); what the product
needs is derived from it (`facts`); what the file may not say is refused with a line number (`reading`).
"""

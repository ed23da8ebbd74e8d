"""The paper that demonstration and tests hand in: a PDF of one empty page, as small as one can be."""

OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
)


def pdf(*more: bytes, catalogue: bytes = OBJECTS[0]) -> bytes:
    """The file with its table of objects; `more` are added as objects 4 and on."""
    written, places = b"%PDF-1.7\n", []
    for number, held in enumerate((catalogue, *OBJECTS[1:], *more), 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return written + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))


PDF = pdf()

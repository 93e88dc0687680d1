"""PDFs as small as they can be: lines of Helvetica at places of their own."""

import zlib
from collections.abc import Iterable, Sequence

Set = tuple[str, float, float, float]
"""A line of type: its words, its size, and its place from the left and from the bottom."""


def pdf_of(*pages: Iterable[Set], facts: str = "", extra: str = "") -> bytes:
    """Give a PDF with these pages.

    Args:
        pages: the lines of each.
        facts: what its information dictionary says, as PDF writes it.
        extra: more entries of the catalogue.
    """
    return pdf_with([drawn(page) for page in pages], facts=facts, extra=extra)


def pdf_with(drawings: Sequence[bytes], *, facts: str = "", extra: str = "") -> bytes:
    """Give a PDF whose pages are drawn by these operators."""
    first = 5  # of the objects that are pages
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(drawings)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{extra}>>".encode(),
        f"<</Type/Pages/Count {len(drawings)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{facts}>>".encode("latin-1"),
    ]
    for number, drawing in enumerate(drawings):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * number + 1} 0 R"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 3 0 R>>>>>>".encode()
        )
        objects.append(stream(drawing))
    return file_of(objects)


def stream(content: bytes, entries: str = "") -> bytes:
    """Give a stream, packed."""
    packed = zlib.compress(content)
    head = f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n"
    return head.encode() + packed + b"\nendstream"


def file_of(objects: Sequence[bytes]) -> bytes:
    """Give a file of these objects: the first is the catalogue, the fourth the facts."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(body)}\n"
    return body + head + table + end.encode() + b"%%EOF\n"


def drawn(lines: Iterable[Set]) -> bytes:
    """Give the operators that set lines of type."""
    operators = [b"BT"]
    for words, size, left, base in lines:
        escaped = words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(")
        escaped = escaped.replace(b")", rb"\)")
        operators.append(f"/F1 {size} Tf 1 0 0 1 {left} {base} Tm".encode())
        operators.append(b"(" + escaped + b") Tj")
    return b"\n".join((*operators, b"ET"))


def column(*lines: str, size: float = 10, left: float = 72, top: float = 700) -> list[Set]:
    """Set lines below each other, with the usual gap; an empty one leaves a gap."""
    leading = 1.2 * size
    return [(line, size, left, top - number * leading) for number, line in enumerate(lines) if line]

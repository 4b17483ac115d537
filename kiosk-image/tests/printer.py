"""What a receipt printer was told: the pictures of `GS v 0`."""

HEAD = b"\x1dv0\x00"


def bitmap(told, path):
    """All bands of the last print, one below the other, as a PBM file that readers of codes take."""
    rows, width, at = b"", 0, told.rfind(b"\x1b@" + HEAD)
    while (at := told.find(HEAD, at)) >= 0:
        stride, height = (int.from_bytes(told[at + offset : at + offset + 2], "little") for offset in (4, 6))
        at += 8
        rows += told[at : at + stride * height]
        at += stride * height
        width = stride * 8
    path.write_bytes(f"P4\n{width} {len(rows) * 8 // width}\n".encode() + rows)
    return path

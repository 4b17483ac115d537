"""What a screen shows, as a person would see it: words and where they are, and codes."""

import csv
import io
import os
import subprocess


class Picture:
    """A PPM file, as QEMU's `screendump` writes it."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.bytes = file.read()
        _, size, _ = self.bytes.split(b"\n", 3)[:3]
        self.width, self.height = (int(part) for part in size.split())

    def is_blank(self):
        """Whether it is of one colour, as before anything is drawn."""
        pixels = self.bytes[-self.width * self.height * 3 :]
        return pixels == pixels[:3] * (self.width * self.height)

    def lines(self):
        """Lines of text, each with the middle of it."""
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        table = subprocess.run(
            ["tesseract", self.path, "-", "-l", "bul", "--psm", "11", "tsv"],
            capture_output=True, check=True, text=True, env=environment,
        ).stdout
        found = {}
        for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["text"] or not row["text"].strip():
                continue
            left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
            key = (row["block_num"], row["par_num"], row["line_num"])
            words, box = found.get(key, ([], [left, top, left + width, top + height]))
            words.append(row["text"])
            found[key] = (words, [min(box[0], left), min(box[1], top), max(box[2], left + width), max(box[3], top + height)])
        return [(" ".join(words), ((x0 + x1) // 2, (y0 + y1) // 2)) for words, (x0, y0, x1, y1) in found.values()]

    def find(self, text):
        """The middle of the lowest line that holds `text`, or none: titles are above what is touched."""
        places = [place for line, place in self.lines() if text.lower() in line.lower()]
        return max(places, key=lambda place: place[1], default=None)

    def code(self):
        """What the QR code says; nothing where none is read."""
        run = subprocess.run(["zbarimg", "--quiet", "--raw", self.path], capture_output=True, check=False)
        return run.stdout.decode("utf-8", "replace").strip()

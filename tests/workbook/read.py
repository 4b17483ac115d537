"""Tells, as JSON, what is in a workbook and in an archive of CSV files: read.py BOOK.xlsx TABLES.zip"""

import csv
import io
import json
import sys
import zipfile

import openpyxl

book_path, archive_path = sys.argv[1:]

book = openpyxl.load_workbook(book_path)
sheets = []
for sheet in book.worksheets:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    formats = [[cell.number_format for cell in row] for row in sheet.iter_rows()]
    sheets.append({"name": sheet.title, "rows": rows, "formats": formats})

files = []
with zipfile.ZipFile(archive_path) as archive:
    assert archive.testzip() is None
    for name in archive.namelist():
        raw = archive.read(name)
        text = raw.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
        files.append({"name": name, "marked": raw.startswith(b"\xef\xbb\xbf"), "rows": rows})

properties = {
    "title": book.properties.title,
    "subject": book.properties.subject,
    "creator": book.properties.creator,
    "created": book.properties.created.isoformat(),
}
json.dump({"properties": properties, "sheets": sheets, "files": files}, sys.stdout)

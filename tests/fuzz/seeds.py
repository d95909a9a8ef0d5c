"""Seeds of the targets, made on the spot: small true files of every kind, and hostile ones. None is committed."""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile

import xlsxwriter

HEADER = "Place ID,Governorate,District,Location Name,Arabic Name,Latitude,Longitude,Families,Individuals,Camp,date"
ROWS = (
    "7862,Dahuk,Amedi,Qadish,قدش,37.1005,43.3853,16,96,0,2019-04-30",
    "25622,Dahuk,Sumel,Domiz,دوميز,36.7876,42.9050,٣٤١,2046,300,2019-04-30",
    '122,Anbar,Falluja,"Mualmeen, حي",المعلمين,33.3549,43.7819,45,270,0,30/04/2019',
)
LIST = "\n".join((HEADER, *ROWS)) + "\n"
TOTAL = f"Displaced households\n\n{LIST}Total,,,,,,,402,2412,300,\n"
OUTLINE = {"type": "Polygon", "coordinates": [[[10, 10], [11, 10], [11, 11], [10, 11], [10, 10]]]}
AREA = {
    "type": "Feature",
    "properties": {"ADM0_PCODE": "XH", "ADM1_PCODE": "XH01", "ADM1_EN": "North", "ADM1_AR": "الشمال"},
    "geometry": OUTLINE,
}
_SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK_PARTS = (
    _SHEET,
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)


def workbook() -> bytes:
    """A small list as XLSX."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("April")
        for number, line in enumerate(LIST.splitlines()):
            sheet.write_row(number, 0, line.split(","))
        sheet.write_formula(5, 7, "=SUM(H2:H4)", value=402)
        book.add_worksheet("Notes").write(0, 0, "note")
    return content.getvalue()


def workbook_with(part: int, data: bytes) -> bytes:
    """The workbook with one of its parts replaced: so that what is changed is not caught by a checksum."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == WORKBOOK_PARTS[part % len(WORKBOOK_PARTS)] else old.read(name))
    return content.getvalue()


def parts() -> list[bytes]:
    """Each replaceable part of the workbook behind the byte that names it."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as book:
        return [bytes([number]) + book.read(name) for number, name in enumerate(WORKBOOK_PARTS)]


def zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return content.getvalue()


def lists() -> list[bytes]:
    """Delimited text in the encodings and with the delimiters people send."""
    return [
        LIST.encode(),
        TOTAL.encode("utf-8-sig"),
        LIST.replace(",", ";").encode("utf-16"),
        LIST.replace(",", "\t").encode("cp1256", "replace"),
        ("sep=;\n" + LIST.replace(",", ";")).encode(),
        b"<html><table><tr><td>Families</td></tr></table>",
        workbook(),
    ]


def archives() -> list[bytes]:
    """Archives as people send them, and as attackers do."""
    plain = {"IDPs 2019-04-30.csv": LIST.encode(), "folder/Returnees 2019-04-30.csv": TOTAL.encode()}
    lying = bytearray(zipped(plain))
    end = lying.rfind(b"PK\x01\x02")
    struct.pack_into("<I", lying, end + 24, 5)  # the stated size of the last member
    return [
        zipped(plain),
        tarred(plain),
        gzip.compress(tarred(plain)),
        bz2.compress(tarred(plain)),
        lzma.compress(LIST.encode()),
        zipped({"../../evil.csv": b"x", "/etc/passwd": b"y"}),
        zipped({"inner.zip": zipped({"deeper.zip": zipped(plain)})}),
        zipped({"bomb.csv": b"0" * 200_000}),
        bytes(lying),
        workbook(),
    ]


def tables() -> list[bytes]:
    """Tables of places, one of each kind."""
    return [
        "Place_id,Governorate,District,Location_en,Location_ar,Latitude,Longitude\n7862,North,A,B,ب,10.5,10.5\n".encode(),
        b"pcode,name_en,name_ar,name_ckb\nXH01,North,\xd8\xa7,\xda\xa9\n",
        b"gov_en,dis_en,subdistrict_en,Total.pop\nNorth,A,B,1000\n",
        "pcode;population\nXH01;١٢٣\n".encode("utf-16"),
        workbook(),
    ]


def outlines() -> list[bytes]:
    """Boundary files: plain, of several kinds of geometry, crossing themselves, and without sense."""
    shapes = [
        OUTLINE,
        {"type": "MultiPolygon", "coordinates": [OUTLINE["coordinates"]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "GeometryCollection", "geometries": [OUTLINE, {"type": "Point", "coordinates": [1, 2]}]},
        {"type": "Point", "coordinates": []},
        None,
    ]
    files = [{"type": "FeatureCollection", "features": [AREA | {"geometry": shape}]} for shape in shapes]
    return [json.dumps(each, ensure_ascii=False).encode() for each in files]


def narrowings() -> list[bytes]:
    """What stands behind the question mark of an address."""
    return [
        b"level=1&place=XH01&place=XH02&date=2018-01-01..2018-12-31&order=-date&limit=10",
        "households=..٥٠٠&across_break=yes&change_share=0.1..&columns=date,households".encode(),
        b"date=..&level=&round=dtm-idp-2018-03-30",
        b"households=1e308..-1e308&date=9999-12-31..0001-01-01",
    ]


def answers() -> list[bytes]:
    """What a person answered about a file, as it is posted."""
    return [
        b"source=dtm&population=idp&date=2018-03-30&tier=0&header_0=households&sheet=April",
        b"population=returnee&date=30/03/2018&header_0=shelter:camp&header_1=ignored&accept_warnings=on",
        b"source=%00&population=&date=0000-00-00&tier=9&header_99999999999=x",
    ]

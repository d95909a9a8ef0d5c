"""A small square country in the bounds of the demo pack, and the files that describe it."""

import json
from pathlib import Path
from typing import Any

# 4 by 4 degrees from 60 E, 10 N: two governorates side by side, each of two districts, each of two sub-districts.
WEST, SOUTH = 60.0, 10.0
NAMES = {
    "XH": ("Squareland", "مربع", "چوارگۆشە"),
    "XH01": ("Al-Marja", "المرجة", "مەرجە"),
    "XH02": ("Dastan", "دستان", "داستان"),
    "XH0101": ("Bani Rashid", "بني راشد", ""),
    "XH0102": ("Tall Asfar", "تل اصفر", ""),
    "XH0201": ("Karwan", "كاروان", "کاروان"),
    "XH0202": ("Shaqlan", "شقلان", ""),
    "XH010101": ("Markaz Bani Rashid", "مركز بني راشد", ""),
    "XH010102": ("Al-Nahr", "النهر", ""),
    "XH010201": ("Markaz Tall Asfar", "مركز تل اصفر", ""),
    "XH010202": ("Um Qasab", "ام قصب", ""),
    "XH020101": ("Markaz Karwan", "مركز كاروان", ""),
    "XH020102": ("Zewa", "زيوة", "زێوە"),
    "XH020201": ("Markaz Shaqlan", "مركز شقلان", ""),
    "XH020202": ("Barda", "بردة", "بەردە"),
}


def square(code: str) -> list[list[float]]:
    """The ring of an area: governorates are 2 degrees wide, districts 2 high, sub-districts 1 wide."""
    west, south, east, north = WEST, SOUTH, WEST + 4, SOUTH + 4
    if len(code) >= 4:
        west += 2 * (int(code[2:4]) - 1)
        east = west + 2
    if len(code) >= 6:
        south += 2 * (int(code[4:6]) - 1)
        north = south + 2
    if len(code) >= 8:
        west += int(code[6:8]) - 1
        east = west + 1
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for level in range(len(code) // 2):
        own = code[: 2 + 2 * level]
        english, arabic, kurdish = NAMES[own]
        properties |= {f"ADM{level}_PCODE": own, f"ADM{level}_EN": english, f"ADM{level}_AR": arabic}
        if kurdish:
            properties[f"ADM{level}_CKB"] = kurdish
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [square(code)]},
    }


def collection(level: int) -> dict[str, Any]:
    codes = [code for code in NAMES if len(code) == 2 + 2 * level]
    return {"type": "FeatureCollection", "features": [feature(code) for code in codes]}


def write_json(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def write_csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


GAZETTEER = (
    "place_id,location_id,governorate,district,location_en,location_ar,lat,lon",
    "11,101011,Al-Marja,Bani Rashid,Hay Al-Salam,حي السلام,10.5,60.5",
    "12,101012,Al-Marja,Bani Rashid,Qaryat Al-Nur,قرية النور,11.2,61.4",
    "13,201013,Dastan,Karwan,Kani Spi,كاني سبي,10.7,62.3",
    "14,201014,Dastan,Shaqlan,Bardarash,بردرش,13.5,63.5",
)

#!/usr/bin/env python3
"""subset.py SOURCE_DIR: makes OtinishMono-*, OtinishSans-* and Caladea-* of the fonts in SOURCE_DIR.

Needs fonttools 4.68. Drops hints, and the characters that no letter of Kazakhstan is written with; keeps kerning,
every width and every outline. The Open Font License wants a changed font to give up a reserved name, so what is made of
Liberation Mono and Carlito is called after this program.
"""
import pathlib, sys
from fontTools import subset
from fontTools.ttLib import TTFont

NAMES = {"LiberationMono": "OtinishMono", "Carlito": "OtinishSans", "Caladea": "Caladea"}
BLOCKS = [(0x20, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F),
          (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x2199), (0x2212, 0x2265), (0x25A0, 0x25CF)]
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE, LICENCE_URL = 0, 1, 2, 3, 4, 5, 6, 13, 14


def make(source, family, style, target):
    options = subset.Options(hinting=False, layout_features=["kern", "mark", "mkmk"], notdef_outline=True, glyph_names=False,
                             name_IDs=[COPYRIGHT, FAMILY, STYLE, VERSION, LICENCE, LICENCE_URL], legacy_kern=True)
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in BLOCKS for code in range(first, last + 1)])
    subsetter.subset(font)
    words = "Bold Italic" if style == "BoldItalic" else style
    space = family.replace("Otinish", "Otinish ")
    for name, text in ((FAMILY, space), (STYLE, words), (UNIQUE, f"{family}-{style}"), (FULL, f"{space} {words}"),
                       (POSTSCRIPT, f"{family}-{style}")):
        font["name"].setName(text, name, 3, 1, 0x409)
    font["name"].names = [record for record in font["name"].names if record.platformID == 3]
    for table in ("DSIG", "FFTM", "gasp", "GSUB"):
        if table in font:
            del font[table]
    font.save(target)


for source in sorted(pathlib.Path(sys.argv[1]).rglob("*.ttf")):
    family, _, style = source.stem.partition("-")
    if family in NAMES:
        make(source, NAMES[family], style, pathlib.Path(__file__).parent / f"{NAMES[family]}-{style}.ttf")

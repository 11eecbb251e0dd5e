#!/usr/bin/env python3
"""layout.py OTINISH DOCUMENTS WORK: our print of each Word document beside LibreOffice's.

Three measures, all of LibreOffice's lines and words: documents with as many pages; lines that end at the
same word; words that stand within 2 points of their place there. Words are read with mutool, which gives
the origin of each glyph, whatever a font says of its ascent. Prints a row for each document that is not
perfect and the sums, exits 1 below the limits.
"""
import difflib, html, pathlib, re, subprocess, sys
from typing import NamedTuple

LIMITS = {"pages": 1.0, "breaks": 0.97, "words": 0.95}
NEAR = 2.0
# What is the same to a reader: bullets of private fonts, hyphens that do not break.
ALIKE = str.maketrans({"\uf0b7": "•", "·": "•", "\u2011": "-", "\u00ad": None, "\u200b": None})
# These fill tabs; how many of them, and whether they touch the word before, is no one's concern.
FILL = set("_.·•-")
TOKEN = re.compile(r'<page |<font [^>]*size="([^"]*)"|<char quad="([^"]*)" x="([^"]*)" y="([^"]*)"[^>]* c="([^"]*)"')


class Word(NamedTuple):
    text: str
    page: int
    x: float
    y: float


def words(pdf):
    """Words in the order of the content: glyphs with neither a space nor a gap between them."""
    found = subprocess.run(["mutool", "draw", "-q", "-F", "stext", "-o", "-", pdf], capture_output=True, check=True)
    result, page, size, text, start, pen, before = [], -1, 1.0, "", None, None, ""
    pages = 0

    def end():
        nonlocal text
        clean = text.translate(ALIKE)
        if clean:
            result.append(Word(clean, page, *start))
        text = ""

    for token in TOKEN.finditer(found.stdout.decode(errors="replace")):
        if token[0] == "<page ":
            end()
            page, pages = page + 1, pages + 1
        elif token[1]:
            size = float(token[1])
        else:
            x, y, character = float(token[3]), float(token[4]), html.unescape(token[5])
            if text and (abs(y - start[1]) > size / 2 or not -size / 2 < x - pen < size / 4):
                end()
            filling = character in FILL and character == before
            before = character
            if character.isspace() or filling:
                text = text[:-1] if filling and text.endswith(character) else text
                end()
                continue
            if not text:
                start = (x, y)
            text += character
            pen = float(token[2].split()[2])
    end()
    return result, pages


def pairs(ours, theirs):
    """Which word of ours is which of theirs: by order, then what was painted in another order by place."""
    matcher = difflib.SequenceMatcher(None, [word.text for word in theirs], [word.text for word in ours], autojunk=False)
    found = {block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)}
    free = set(range(len(ours))) - set(found.values())
    for index, word in enumerate(theirs):
        same = [other for other in free if ours[other].text == word.text] if index not in found else []
        if same:
            near = min(same, key=lambda other: (ours[other].page != word.page, abs(ours[other].y - word.y) + abs(ours[other].x - word.x)))
            found[index] = near
            free.discard(near)
    return found


def breaks(line):
    """Words that begin a line: lower, or further left, than the word before."""
    return {i for i in range(1, len(line)) if line[i].page != line[i - 1].page or abs(line[i].y - line[i - 1].y) > 1 or line[i].x < line[i - 1].x}


def compare(ours, theirs):
    (own, own_pages), (their, their_pages) = words(ours), words(theirs)
    found = pairs(own, their)
    mine, yours = breaks(own), breaks(their)
    inner = [i for i in found if i and found.get(i - 1) == found[i] - 1]
    lines = sum(i in yours for i in inner)
    both = sum(i in yours and found[i] in mine for i in inner)
    more = sum(i not in yours and found[i] in mine for i in inner)
    near = sum(
        own[j].page == their[i].page and abs(own[j].x - their[i].x) <= NEAR and abs(own[j].y - their[i].y) <= NEAR
        for i, j in found.items()
    )
    return {"pages": (own_pages == their_pages, 1), "breaks": (both, lines + more), "words": (near, max(len(own), len(their)))}


def convert(documents, into):
    into.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation=file://{into.resolve()}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", into, *documents]
    subprocess.run(command, check=True, capture_output=True)


def main():
    otinish, folder, work = (pathlib.Path(argument) for argument in sys.argv[1:4])
    documents = sorted(folder.glob("*.docx"))
    assert documents, f"no documents in {folder}"
    work.mkdir(parents=True, exist_ok=True)
    convert(documents, work / "theirs")
    subprocess.run([otinish.resolve(), "pdf", *documents, "-o", work / "ours"], check=True, capture_output=True)
    sums = {name: [0, 0] for name in LIMITS}
    for document in documents:
        name = f"{document.stem}.pdf"
        figures = compare(work / "ours" / name, work / "theirs" / name)
        for measure, (good, all_of) in figures.items():
            sums[measure][0] += good
            sums[measure][1] += all_of
        if any(good < all_of for good, all_of in figures.values()):
            print(f"{document.stem:28}" + "".join(f"  {measure} {good}/{all_of}" for measure, (good, all_of) in figures.items()))
    shares = {measure: good / max(all_of, 1) for measure, (good, all_of) in sums.items()}
    print(f"{len(documents)} documents: " + ", ".join(f"{measure} {share:.2%} (at least {LIMITS[measure]:.0%})" for measure, share in shares.items()))
    sys.exit(any(shares[measure] < limit for measure, limit in LIMITS.items()))


main()

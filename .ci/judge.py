#!/usr/bin/env python3
"""judge.py OTINISH WORK: outside programs look at everything the main job left in WORK.

For each packet: unzip -t. For each PDF: qpdf --check, pdffonts (embedded, subset, with ToUnicode),
pdftotext (the person's names, nothing left over from a template), size. For each DOCX: python-docx
opens it, LibreOffice converts it to as many pages as we print. Then every Kazakh letter through
`otinish pdf`, and the sample workbooks through openpyxl. Prints what it saw, exits 1 on any fault.
"""
import json, pathlib, re, subprocess, sys, zipfile
import docx, openpyxl

otinish, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
LETTER_LIMIT = 60_000
KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
KINDS = {
    "quota-request", "invitation-letter", "arrival-notification", "trp-application", "work-permit-extension",
    "visa-extension", "family-visa-request", "iin-application", "employment-contract-annex",
    "work-permit-cancellation", "visa-cancellation", "power-of-attorney", "invitation-email",
}
faults, seen = [], {"packets": 0, "pdf": 0, "docx": 0}


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def expect(right, what):
    if not right:
        faults.append(what)


def text_of(pdf):
    """The text as it stands on the page, then column by column: a name may be broken in the cell of a table."""
    both = ""
    for order in (["-layout"], []):
        code, out, _ = run("pdftotext", *order, pdf, "-")
        expect(code == 0, f"{pdf}: pdftotext fails")
        both += out
    return both


def pages_of(pdf):
    _, out, _ = run("pdfinfo", pdf)
    return int(re.search(r"^Pages:\s+(\d+)", out, re.M).group(1))


def judge_pdf(pdf):
    seen["pdf"] += 1
    code, out, err = run("qpdf", "--check", pdf)
    expect(code == 0 and "WARNING" not in out + err, f"{pdf}: qpdf --check: {out}{err}")
    _, fonts, _ = run("pdffonts", pdf)
    rows = fonts.splitlines()[2:]
    expect(rows, f"{pdf}: no fonts")
    for row in rows:
        emb, sub, uni = row.split()[-5:-2]
        expect((emb, sub, uni) == ("yes", "yes", "yes"), f"{pdf}: font not embedded, subset and mapped: {row}")
        expect(re.match(r"[A-Z]{6}\+", row), f"{pdf}: font without a subset prefix: {row}")
    expect(pdf.name == "packet.pdf" or pdf.stat().st_size < LETTER_LIMIT, f"{pdf}: {pdf.stat().st_size} bytes")
    text = text_of(pdf)
    for leftover in ("{{", "{%", "None", "undefined", "NaN", "1899"):
        expect(leftover not in text, f"{pdf}: holds {leftover!r}")
    return text


def squeeze(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def judge_packet(packet, into, people):
    seen["packets"] += 1
    code, out, err = run("unzip", "-t", packet)
    expect(code == 0, f"{packet}: unzip -t: {out}{err}")
    folder = into / packet.stem
    with zipfile.ZipFile(packet) as archive:
        archive.extractall(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"] for entry in manifest["files"]} | {"manifest.json"}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    expect(listed == found, f"{packet}: manifest and content differ: {listed ^ found}")
    for entry in manifest["files"]:
        path = folder / entry["path"]
        if path.suffix == ".pdf":
            text = squeeze(judge_pdf(path))
            names = people.get(entry.get("subject"))
            if names:
                expect(any(name in text for name in names), f"{path}: none of the names of its subject in it")
        elif path.suffix == ".docx":
            seen["docx"] += 1
            docx.Document(str(path))
    return folder


def judge_docx(folder):
    """LibreOffice opens every DOCX of a folder and makes as many pages of it as we do."""
    files = sorted(folder.rglob("*.docx"))
    out = folder / "libreoffice"
    out.mkdir(parents=True)
    renamed = []
    for index, file in enumerate(files):
        copy = out / f"{index:04}.docx"
        copy.write_bytes(file.read_bytes())
        renamed.append(copy)
    profile = f"-env:UserInstallation=file://{out}/profile"
    # One call takes some 250 files and drops the rest without a word.
    for first in range(0, len(renamed), 100):
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, *renamed[first : first + 100])
    for index, file in enumerate(files):
        made = out / f"{index:04}.pdf"
        expect(made.exists(), f"{file}: LibreOffice does not convert it")
        ours = file.with_suffix(".pdf")
        if made.exists() and ours.exists():
            expect(pages_of(made) == pages_of(ours), f"{file}: {pages_of(ours)} pages, LibreOffice makes {pages_of(made)}")


def judge_alphabet():
    """Every letter of Kazakh, Russian quotation marks and № survive DOCX → PDF → text."""
    document = docx.Document()
    line = " ".join(KAZAKH) + " « » № – — 0123456789"
    document.add_paragraph(line)
    source = work / "alphabet.docx"
    document.save(str(source))
    code, _, err = run(otinish, "pdf", source, "-o", work)
    expect(code == 0, f"otinish pdf: {err}")
    text = squeeze(text_of(work / "alphabet.pdf"))
    lost = [letter for letter in line if letter not in text]
    expect(not lost, f"letters lost on paper: {lost}")


def judge_sealed():
    """7-Zip opens every sealed packet with its password alone; names and members tell nobody."""
    password = (work / "password").read_text(encoding="utf-8")
    packets = sorted((work / "sealed/roster/packets").glob("*.zip"))
    expect(len(packets) >= 12, f"only {len(packets)} sealed packets")
    for packet in packets:
        expect(re.fullmatch(r"(\d{4}|quota_\d{4}_KZ-\d\d)\.aes\.zip", packet.name), f"{packet}: its name tells too much")
        code, out, err = run("7z", "t", f"-p{password}", packet)
        expect(code == 0, f"{packet}: 7z t: {out}{err}")
        expect(run("7z", "t", "-pwrong password", packet)[0] != 0, f"{packet}: opens with any password")
        _, listed, _ = run("7z", "l", "-slt", packet)
        expect(re.search(r"Method = AES-256", listed), f"{packet}: no AES-256: {listed}")
        paths = re.findall(r"^Path = (.+)$", listed, re.M)[1:]
        expect(paths == [packet.name.replace(".aes.", ".")], f"{packet}: {paths}")


def main():
    judge_sealed()
    for name, roster in (("first", "fixtures/roster.xlsx"), ("english", "fixtures/roster.en.xlsx")):
        openpyxl.load_workbook(roster)
        code, out, err = run(otinish, "records", roster, "--format", "json")
        expect(code == 0, f"records: {err}")
        people = {}
        for employee in json.loads(out)["employees"]:
            for person in [employee, *employee["dependants"]]:
                people[person["full_name_lat"]] = {n for n in (person["full_name_lat"], person["full_name_cyr"]) if n}
        stem = pathlib.Path(roster).stem
        packets = sorted((work / name / stem / "packets").glob("*.zip"))
        expect(len(packets) >= 12, f"{name}: only {len(packets)} packets")
        into = work / f"{name}-unpacked"
        for packet in packets:
            judge_packet(packet, into, people)
        # Letters stand in the folders of their filings, 01_… and on; 00_… goes with them.
        letters = [path for path in into.rglob("*.docx") if re.match(r"(?!00)\d\d_", path.parent.name)]
        kinds = {path.parent.name[3:].split("_")[0] for path in letters}
        expect(kinds == KINDS, f"{name}: kinds {kinds ^ KINDS}")
        languages = {path.suffixes[0] for path in letters}
        expect(languages == {".ru", ".kk", ".en"}, f"{name}: languages {languages}")
        if name == "first":
            judge_docx(into)
    judge_alphabet()
    for fault in faults:
        print("FAULT", fault)
    print(f"judged {seen['packets']} packets, {seen['pdf']} PDF, {seen['docx']} DOCX: {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()

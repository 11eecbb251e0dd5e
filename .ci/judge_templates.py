#!/usr/bin/env python3
"""judge_templates.py CASES [WORK]: outside programs look at every document that the tests of templates filled.

CASES holds pairs: `NAME.docx`, filled, and `NAME.template.docx`, what it was filled from. openxml-audit (the
schemas of ECMA-376) must find nothing in the filled one that the template did not have; python-docx opens it;
LibreOffice converts it. In the letters below WORK openxml-audit must find nothing at all. Prints what it saw, exits 1 on any fault.
"""
import json, pathlib, re, subprocess, sys
import docx

cases = pathlib.Path(sys.argv[1]).resolve()
faults = []


def audited(path):
    """The errors of each document below a folder, by its path."""
    audit = pathlib.Path(sys.executable).with_name("openxml-audit")
    done = subprocess.run([audit, "-q", "-m", "0", "-o", "json", "-r", path], capture_output=True, text=True)
    all = {pathlib.Path(one["file"]): one["errors"] for one in json.loads(done.stdout)}
    return {file: errors for file, errors in all.items() if "libreoffice" not in file.parts}


def kind(error):
    """The fault without the number of the paragraph that it is in."""
    return re.sub(r"\[\d+\]", "", f'{error["part_uri"]} {error["path"]}: {error["description"]}')


seen = {file.name: errors for file, errors in audited(cases).items() if file.suffix == ".docx"}
filled = [name for name in seen if not name.endswith(".template.docx")]
for name in filled:
    before = {error["description"] for error in seen[name.replace(".docx", ".template.docx")]}
    faults += [f"{name}: {kind(error)}" for error in seen[name] if error["description"] not in before]
    docx.Document(str(cases / name))
out = cases / "libreoffice"
out.mkdir(exist_ok=True)
profile = f"-env:UserInstallation=file://{out}/profile"
subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", out, *[cases / name for name in filled]],
               capture_output=True)
faults += [f"{name}: LibreOffice does not convert it" for name in filled if not (out / name).with_suffix(".pdf").exists()]
# A document may have a theme part (ECMA-376 part 1 §14.2.7); the audit asks for one.
OPTIONAL = "officeDocument/2006/relationships/theme' is missing"
letters = 0
for folder in sorted(pathlib.Path(sys.argv[2]).resolve().glob("*-unpacked")) if len(sys.argv) > 2 else []:
    for letter, errors in audited(folder).items():
        letters += 1
        faults += [f"{letter}: {kind(error)}" for error in errors if OPTIONAL not in error["description"]]
print(f"templates: {letters} letters, {len(filled)} filled documents judged, {len(faults)} faults")
print("\n".join(faults))
sys.exit(bool(faults) or len(filled) < 100)

#!/usr/bin/env python3
"""One letter, one thread each, one run: otinish beside docxtpl, docxtemplater, LibreOffice, typst and docxide-pdf.

    python3 -m venv target/peers
    target/peers/bin/pip install docxtpl typst
    npm --prefix target/peers install docxtemplater pizzip
    sudo apt-get install libreoffice-writer-nogui
    target/peers/bin/python benches/peers/compare.py [SECONDS FOR EACH]

docxide-pdf, of the native printers in Rust the fastest that we found, needs no step: its bench is built on the fly.

The letter is an invitation of the sample roster as otinish made it, with the person's values turned back into
plain tags, so that every engine can fill it: `{{ f0 }}` for otinish and docxtpl, `{f0}` for docxtemplater. typst
has no Word files; it sets the same paragraphs from its own markup with the same fonts. Rates are documents per
second of processor time, so that other work on the machine does not count; a peer that is not installed is named
and left out. Behind each ratio stands the goal that we set ourselves.
"""

import io
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, unescape

ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
# So many that nobody remembers the first when they come round again.
RECORDS = 1000
# Files for the one call of LibreOffice.
CALL = 40


def otinish(*words, **options):
    command = ["cargo", "run", "--quiet", "--release", "--", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, **options).stdout


def values(record):
    """Every text of a record that is long enough to be told apart from the letter's own words."""
    for value in record.values():
        if isinstance(value, dict):
            yield from values(value)
        elif isinstance(value, str) and len(value) >= 5:
            yield value


def letter(work):
    """The members of the filled letter, its document, and the values that stand in it."""
    otinish("build", "fixtures/roster.xlsx", "--today", "2026-11-22", "-o", work / "out", "--only", "invitation-letter",
            "--lang", "ru", "--format", "docx", "--employee", "YILMAZ")
    packet = next((work / "out").glob("*/packets/*.zip"))
    with zipfile.ZipFile(packet) as archive:
        name = next(name for name in archive.namelist() if name.endswith("invitation-letter.ru.docx"))
        docx = archive.read(name)
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    records = json.loads(otinish("records", "fixtures/roster.xlsx", "--today", "2026-11-22"))
    person = next(one for one in records["employees"] if "YILMAZ" in one["full_name_lat"])
    document = members["word/document.xml"].decode()
    found = sorted({value for value in values(person) if escape(value) in document}, key=len, reverse=True)
    return members, document, found


def tagged(members, document, found, tag, path):
    for index, value in enumerate(found):
        document = document.replace(escape(value), tag % index)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, document if name == "word/document.xml" else data)


def records(found):
    # The last letters differ from one person to the next, so that nothing can be kept from one to another.
    return [{f"f{index}": f"{value[:-3]}{number:03}" for index, value in enumerate(found)} for number in range(RECORDS)]


def rate(work, count):
    """Documents per second of processor time of this process."""
    work(0)
    done, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        work(done % count)
        done += 1
    return done / (time.process_time() - start)


def docxtpl(work, people):
    from docxtpl import DocxTemplate

    def fill(index):
        template = DocxTemplate(work / "letter.docx")
        template.render(people[index])
        template.save(io.BytesIO())

    return rate(fill, len(people))


NODE = """
const fs = require('fs'), PizZip = require('pizzip'), Docxtemplater = require('docxtemplater');
const content = fs.readFileSync(process.argv[2]), people = JSON.parse(fs.readFileSync(process.argv[3]));
const fill = (one) => {
  const doc = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
  doc.render(one);
  return doc.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
};
const cpu = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1e6; };
people.forEach(fill);
let done = 0, start = cpu();
while (cpu() - start < Number(process.argv[4])) { fill(people[done % people.length]); done += 1; }
console.log(done / (cpu() - start));
"""


def docxtemplater(work, people):
    script = ROOT / "target/peers/docxtemplater.js"
    script.write_text(NODE)
    words = ["node", script, work / "letter.curly.docx", work / "records.json", SECONDS]
    return float(subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True).stdout)


def libreoffice(work, people):
    soffice = shutil.which("soffice")
    if not soffice:
        raise ImportError("soffice")
    files = []
    for index in range(CALL):
        files.append(work / f"letter-{index}.docx")
        shutil.copy(work / "otinish.docx", files[-1])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    profile = f"-env:UserInstallation=file://{work}/profile"
    subprocess.run([soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(work / "pdf"), *map(str, files)],
                   check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(list((work / "pdf").glob("*.pdf"))) == CALL, "LibreOffice left some out"
    return CALL / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


DOCXIDE = {
    "Cargo.toml": '''[package]
name = "docxide"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
docxide-pdf = { version = "0.20", default-features = false }
''',
    "src/main.rs": '''use std::time::{Duration, Instant};

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let docx = std::fs::read(&words[1]).expect("a letter");
    let limit = Duration::from_secs_f64(words[2].parse().expect("seconds"));
    let print = || docxide_pdf::convert_docx_bytes_to_pdf_bytes(&docx).expect("it prints");
    std::fs::write(&words[3], print()).expect("writable");
    let (start, cpu) = (Instant::now(), ticks());
    let mut done = 0;
    while start.elapsed() < limit {
        print();
        done += 1;
    }
    println!("{}", f64::from(done) / ((ticks() - cpu) as f64 / 100.0));
}

/// Of all threads of the process, in ticks of 10 ms (proc(5)).
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux has it");
    let fields = stat.rsplit(')').next().expect("a line").split_whitespace();
    fields.skip(11).take(2).map(|ticks| ticks.parse::<u64>().expect("a number")).sum()
}
''',
}


def docxide(work):
    folder = ROOT / "target/peers/docxide"
    (folder / "src").mkdir(parents=True, exist_ok=True)
    for name, text in DOCXIDE.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    subprocess.run(["cargo", "build", "--quiet", "--release", "--target-dir", "target"], cwd=folder, check=True, capture_output=True)
    words = [folder / "target/release/docxide", work / "otinish.docx", SECONDS, work / "docxide.pdf"]
    return float(subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True).stdout)


def typst(work, document, found, people):
    import typst as engine

    text = document
    for index, value in enumerate(found):
        text = text.replace(escape(value), f"\x01{index}\x02")
    paragraphs = []
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", text, re.S):
        words = unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", paragraph)))
        words = re.sub(r"([\\#*_`$@<>\[\]~=/+-])", r"\\\1", words)
        paragraphs.append(re.sub("\x01(\\d+)\x02", r"#sys.inputs.f\1", words))
    source = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Liberation Serif", size: 12pt, lang: "ru")\n'
    (work / "letter.typ").write_text(source + "#set par(justify: true)\n" + "\n\n".join(paragraphs))

    def compile(index):
        return engine.compile(str(work / "letter.typ"), sys_inputs=people[index], font_paths=[str(ROOT / "templates/fonts")])

    (work / "typst.pdf").write_bytes(compile(0))
    return rate(compile, len(people))


def ours(work):
    """Our rates, measured before and after each peer's: the speed of a machine that others share breathes."""
    command = ["cargo", "bench", "--quiet", "--bench", "peers", "--", str(work), str(SECONDS)]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1])


def main():
    (ROOT / "target/peers").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        members, document, found = letter(work)
        people = records(found)
        tagged(members, document, found, "{{ f%d }}", work / "letter.docx")
        tagged(members, document, found, "{f%d}", work / "letter.curly.docx")
        (work / "records.json").write_text(json.dumps(people))
        print(f"one letter with {len(found)} values, one thread, documents per second of processor time\n")
        print(f"{'':<34} {'peer':>9} {'otinish':>9} {'times':>7}")
        peers = [
            ("docxtpl: data to DOCX", "docx", None, lambda: docxtpl(work, people)),
            ("docxtemplater: data to DOCX", "docx", 15, lambda: docxtemplater(work, people)),
            ("LibreOffice, one call: DOCX to PDF", "pdf", 200, lambda: libreoffice(work, people)),
            ("typst: data to PDF", "both", 8, lambda: typst(work, document, found, people)),
            ("docxide-pdf: DOCX to PDF", "pdf", 20, lambda: docxide(work)),
        ]
        for name, stage, goal, measure in peers:
            before = ours(work)
            try:
                found_rate = measure()
            except (ImportError, subprocess.CalledProcessError, FileNotFoundError) as error:
                print(f"{name:<34} not measured: {error} (see the head of this file)")
                continue
            own = (before[stage] + ours(work)[stage]) / 2
            times = own / found_rate
            verdict = "" if goal is None else f"   goal {goal}: {'reached' if times >= goal else 'missed'}"
            print(f"{name:<34} {found_rate:>9.1f} {own:>9.1f} {times:>7.1f}{verdict}")


if __name__ == "__main__":
    main()

//! Values of a person, through every way in which a command fails: none is in what goes to stderr, which ends in logs,
//! in what a panic or an abort says, or in the name of a file that is on its way.
//!
//! Where the line is. stdout is the answer to the person who asked about his own roster: findings name the person and
//! quote the cell, and the packets, reports and tables are made of such values; none of that is looked at here. stderr
//! is read by others: it names codes, files as the user named them, places. Some things are said there all the same,
//! because the user wrote them for the program and not into the roster: the arguments, the name of a file, the beginning
//! of a faulty paragraph of his own template, a value of his own `otinish.toml` that he has to correct. A packet bears
//! the person's name in its file name, by design, so that what cannot be written is told by it; it bears neither numbers
//! nor address, and while it is written its name says nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use otinish::cli::Exit;
use otinish::cli::process::guard;

use crate::{notation, workbook, zips};

const PASSPORT: &str = "N9988776";
const IIN: &str = "770815300104";
const NAME: &str = "KENARMAN";
/// Name, passport, IIN, address, telephone, e-mail; and a password.
const CANARIES: [&str; 8] = [
    NAME,
    "КЕНАРМАН",
    PASSPORT,
    IIN,
    "Канареечная",
    "77015550199",
    "kenar@example.com",
    "correct horse kenar",
];

/// A roster of one person, whose packet is made; or with every value wrong that can be.
fn book(sound: bool) -> Vec<u8> {
    let (country, born, iin) =
        if sound { ("Узбекистан", "01.02.1980", "") } else { ("Нигде", "32.13.1980", IIN) };
    workbook::build(&format!(
        "== Компания\nНаименование (рус.) | ТОО «Жол Құрылыс»\nНаименование (каз.) | «Жол Құрылыс» ЖШС\nБИН | 100140000003\n\
         Юридический адрес (рус.) | г. Атырау, ул. Сатпаева, 1\nРуководитель (рус.) | Ахметов Ерлан Серикович\n\
         Должность руководителя (рус.) | Директор\n\
         == Сотрудники\nФИО (лат.) | ФИО (кир.) | Гражданство | № паспорта | ИИН | Телефон | Эл. почта | \
         Адрес проживания | Дата рождения | Дата въезда | Должность (рус.) | Цель пребывания | Регион\n\
         {NAME} John | КЕНАРМАН Джон | {country} | {PASSPORT} | {iin} | +77015550199 | kenar@example.com | \
         г. Атырау, ул. Канареечная, 77 | {born} | 20.11.2026 | сварщик | работа | Атырауская область\n"
    ))
}

/// A folder with all that is wanted to fail, and the folder of temporary files.
struct Bench(PathBuf);

impl Bench {
    fn new(name: &str) -> Bench {
        let bench = Bench(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("commands-{name}")));
        let _ = fs::remove_dir_all(&bench.0);
        for (name, book) in [("sound", book(true)), ("wrong", book(false))] {
            bench.put(&format!("{name}.xlsx"), &book);
            bench.put(&format!("{name}-cut.xlsx"), &book[..book.len() / 2]);
            for (lie, zip) in zips::lies(&book) {
                bench.put(&format!("{name}-{lie}.xlsx"), &zip);
            }
        }
        fs::create_dir_all(bench.0.join("run")).expect("a folder");
        bench
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_otinish"));
        command
            .args(words.split(' '))
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .env("RUST_BACKTRACE", "full");
        command.env("TMPDIR", self.0.join("run")).env("XDG_RUNTIME_DIR", self.0.join("run"));
        command
    }

    /// Runs a command; its exit code. It has told nobody.
    fn run(&self, words: &str) -> Option<i32> {
        let output = self.command(words).output().expect("it starts");
        self.check(words, &output.stderr);
        output.status.code()
    }

    fn check(&self, what: &str, told: &[u8]) {
        let told = String::from_utf8_lossy(told);
        // What was given a name with the person's in it: a packet.
        let packet = format!("0001_{NAME}-John");
        let mut all: Vec<String> = vec![told.replace(&packet, "")];
        names(&self.0, &mut all);
        for canary in CANARIES {
            let said = all.iter().find(|text| text.contains(canary));
            assert!(said.is_none(), "{what}: {canary} in {}", said.expect("it is there"));
        }
    }
}

/// All names of files below a folder, but those of packets that are whole.
fn names(folder: &Path, all: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let packet = entry.path().parent().is_some_and(|folder| folder.ends_with("packets"))
            && name.starts_with(&format!("0001_{NAME}-John"))
            && name.ends_with(".zip");
        all.extend((!packet).then_some(name));
        names(&entry.path(), all);
    }
}

const BUILD: &str = "--today 2026-11-22 --only arrival-notification --lang ru --format docx";

#[test]
fn a_workbook_that_fails_tells_nothing_of_a_person() {
    let bench = Bench::new("workbooks");
    bench.put("words.csv", format!("Товар;Цена\n{NAME};{PASSPORT}\n").as_bytes());
    bench.put("nothing.xlsx", PASSPORT.as_bytes());
    bench.put("paper.xlsx", format!("%PDF-1.7 {PASSPORT}").as_bytes());
    let twice = format!("№ паспорта;№ паспорта;ФИО;Гражданство\n{PASSPORT};{PASSPORT};{NAME};Нигде\n");
    bench.put("twice.csv", twice.as_bytes());
    let mut files =
        vec!["words.csv".to_owned(), "nothing.xlsx".into(), "paper.xlsx".into(), "twice.csv".into()];
    files.push("sound-cut.xlsx".into());
    for lie in ["encrypted", "overlapping", "wrong_sums", "unknown_method"] {
        files.push(format!("wrong-{lie}.xlsx"));
    }
    for (index, file) in files.iter().enumerate() {
        let command = ["check", "records", "deadlines", "build"][index % 4];
        let verbose = ["", " --verbose", " --format json"][index % 3];
        let format = if verbose.contains("json") && command == "build" { "" } else { verbose };
        assert_eq!(bench.run(&format!("{command} {file}{format}")), Some(2), "{command} {file}{format}");
    }
}

#[test]
fn what_cannot_be_made_tells_nothing_of_a_person() {
    let bench = Bench::new("made");
    let letter = |text: &str| notation::docx(&[("template".into(), text.into())]);
    let name = "arrival-notification.ru.docx";
    bench.put(
        &format!("torn/{name}"),
        letter(&format!("{PASSPORT} {NAME}\n{{{{ employee.nonsense }}}}")).as_slice(),
    );
    bench.put(
        &format!("open/{name}"),
        letter(&format!("{PASSPORT} {NAME}\n{{% if employee.sex %}}")).as_slice(),
    );
    bench.put(&format!("twins/{name}"), &zips::overlapping(&letter(PASSPORT)));
    bench.put(
        &format!("held/{name}"),
        &letter("{{ employee.full_name }} {{ employee.passport_no }} {{ \"{{\" }} 山"),
    );
    bench.put(&format!("lacks/{name}"), &letter("{{ employee.passport_no }} {{ visa.number }}"));
    bench.put(
        &format!("sum/{name}"),
        &letter("{{ employee.passport_no + 1 }} {{ employee.full_name | date }}"),
    );
    bench.put("text.json", format!("\"{PASSPORT}\"").as_bytes());
    bench.put("open.json", format!("{{\"iin\": \"{IIN}\", \"name\": \"{NAME}").as_bytes());
    bench.put(
        "person.json",
        format!("{{\"employee\": {{\"passport_no\": \"{PASSPORT}\", \"full_name\": 5}}}}").as_bytes(),
    );
    bench.put(
        "earlier/records.json",
        format!("{{\"version\":1,\"today\":\"2026-01-01\",\"people\":[{{\"passport_no\":\"{PASSPORT}\",\"iin\":{IIN}}}]}}")
            .as_bytes(),
    );
    bench.put("scans/KENAR/passport.pdf", format!("%PDF-1.7 {PASSPORT}").as_bytes());
    bench.put("password", b"correct horse kenar\n");
    bench.put("short", b"kenar");
    bench.put("file", b"");
    bench.put("taken/sound/packets", b"");
    let build = |more: &str| format!("build sound.xlsx {BUILD} -o out {more}");
    let cases = [
        (build("--templates torn"), 1),
        (build("--templates open"), 2),
        (build("--templates twins"), 2),
        (build("--templates held"), 1),
        (build("--templates lacks"), 1),
        (build("--templates sum"), 1),
        (build("--previous earlier"), 2),
        (build("--previous scans"), 2),
        (build("--attachments scans --verbose"), 0),
        (build("--encrypt"), 2),
        (build("--password-file short"), 2),
        (build("--password-file no-such-file"), 2),
        (build("--password-file password --verbose"), 0),
        (build("--employee nobody"), 2),
        (format!("build sound.xlsx {BUILD} -o file"), 2),
        (format!("build sound.xlsx {BUILD} -o taken"), 3),
        (format!("build wrong.xlsx {BUILD} -o out --verbose --draft"), 1),
        ("check wrong.xlsx --today 2026-11-22 --verbose".into(), 1),
        ("check wrong.xlsx --format xlsx -o file/x.xlsx".into(), 2),
        ("records wrong.xlsx --format csv --verbose".into(), 0),
        ("deadlines wrong.xlsx --format ics -o file/x.ics".into(), 2),
        (format!("fill torn/{name} text.json -o x.docx"), 1),
        (format!("fill torn/{name} open.json -o x.docx"), 2),
        (format!("fill sum/{name} person.json -o x.docx"), 1),
        (format!("pdf twins/{name} -o file"), 2),
        ("verify sound.xlsx".into(), 1),
        ("watch file --once".into(), 2),
    ];
    let mut wrong = Vec::new();
    for (words, exit) in cases {
        let found = bench.run(&words);
        if found != Some(exit) {
            wrong.push(format!("{words}: {found:?}, not {exit}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // A packet whose bytes changed, beside one that is sound.
    let packet = format!("again/sound/packets/0001_{NAME}-John.zip");
    let path = bench.0.join(&packet);
    assert_eq!(bench.run(&format!("build sound.xlsx {BUILD} -o again")), Some(0));
    let mut bytes = fs::read(&path).expect("it is made");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).expect("writable");
    assert_eq!(bench.run("verify again"), Some(1));
}

/// Ended by a signal, without memory, without a reader: no word of a person, also in the names that are left behind.
#[cfg(unix)]
#[test]
fn a_run_that_is_ended_tells_nothing_of_a_person() {
    let bench = Bench::new("ended");
    for signal in ["INT", "TERM", "KILL"] {
        for wait in [0, 40, 400] {
            let output = format!("out-{signal}-{wait}");
            let mut command = bench.command(&format!("build sound.xlsx {BUILD} -o {output} --verbose"));
            let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
            let start = Instant::now();
            while !bench.0.join(&output).exists() && start.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(wait));
            let _ = Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).output();
            let output = child.wait_with_output().expect("it ends");
            bench.check(signal, &output.stderr);
        }
    }
    // An abort of ours: the system gives no more memory, at several points of the way.
    let program = env!("CARGO_BIN_EXE_otinish");
    let mut ended = 0;
    for megabytes in [40, 60, 80, 100, 140] {
        let line =
            format!("ulimit -v {megabytes}000; exec {program} build sound.xlsx {BUILD} -o poor --verbose");
        let mut command = bench.command("x");
        let output = Command::new("sh")
            .args(["-c", &line])
            .current_dir(&bench.0)
            .envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))))
            .stdin(Stdio::null())
            .output()
            .expect("there is a shell");
        command.stdin(Stdio::null());
        ended += u32::from(!matches!(output.status.code(), Some(0 | 1)));
        bench.check(&line, &output.stderr);
    }
    assert!(ended > 0, "none of them lacked memory");
}

/// In a process of its own, which is this test again: the hook that it sets is one for the whole process.
#[test]
fn a_mistake_of_ours_tells_its_place_and_nothing_of_a_person() {
    const CHILD: &str = "OTINISH_TEST_MISTAKE";
    if std::env::var_os(CHILD).is_some() {
        let exit = guard(|| {
            let worker = std::thread::spawn(|| panic!("{NAME} has no {PASSPORT}"));
            assert!(worker.join().is_err(), "a thread ends alone");
            panic!("{NAME} was not born on {IIN}")
        });
        std::process::exit(exit as i32);
    }
    let output = Command::new(std::env::current_exe().expect("a program"))
        .args([
            "commands::a_mistake_of_ours_tells_its_place_and_nothing_of_a_person",
            "--exact",
            "--nocapture",
        ])
        .env(CHILD, "1")
        .env("RUST_BACKTRACE", "full")
        .output()
        .expect("it starts");
    assert_eq!(output.status.code(), Some(Exit::CouldNotWork as i32));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.starts_with("otinish: internal error at commands.rs:"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(CANARIES.iter().all(|canary| !told.contains(canary)), "{told}");
}

/// At a terminal of its own, as a person types it.
#[cfg(unix)]
#[test]
fn a_password_that_is_typed_is_not_shown() {
    let bench = Bench::new("typed");
    let typed = |first: &str, second: &str| {
        let mut command = bench.command(&format!("build sound.xlsx {BUILD} -o out --encrypt"));
        command.stdin(Stdio::inherit());
        let mut terminal = rexpect::session::spawn_command(command, Some(60_000)).expect("it starts");
        let mut shown = String::new();
        for (prompt, password) in [("Password of the packets: ", first), ("The same again: ", second)] {
            shown += &terminal.exp_string(prompt).expect("it asks");
            terminal.send_line(password).expect("it listens");
        }
        shown += &terminal.exp_eof().expect("it ends");
        assert!(!shown.contains("horse"), "{shown}");
        let rexpect::process::WaitStatus::Exited(_, exit) = terminal.process().wait().expect("it ended")
        else {
            panic!("{shown}")
        };
        bench.check("typed", b"");
        exit
    };
    assert_eq!(typed("correct horse kenar", "incorrect horse kenar"), 2, "two that differ");
    assert!(!bench.0.join("out/sound/packets").exists(), "nothing is made without a password");
    assert_eq!(typed("correct horse kenar", "correct horse kenar"), 0);
    let packet = fs::read(bench.0.join("out/sound/packets/0001.aes.zip")).expect("it is sealed");
    assert!(otinish::packet::unzip(&packet).is_err(), "it opens with a password only");
}

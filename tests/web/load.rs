//! The program itself on a socket: many at once, slow ones, and answers that are not lost.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// The program, serving; ended with the test.
struct Serving {
    child: Child,
    port: u16,
    token: String,
    folder: std::path::PathBuf,
}

impl Serving {
    fn start(name: &str) -> Serving {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("load-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let mut child = Command::new(env!("CARGO_BIN_EXE_otinish"))
            .args(["serve", "--port", "0", "--today", "2026-11-22"])
            .env("XDG_RUNTIME_DIR", &folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("it was asked for");
        BufReader::new(output).read_line(&mut line).expect("it tells its address");
        let (base, token) = line.trim().split_once("/#token=").expect("an address");
        let port = base.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Serving { child, port, token: token.to_owned(), folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(240))).expect("a time");
        stream
    }

    fn head(&self, token: &str, length: usize) -> String {
        format!(
            "POST /api/desks HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Otinish-Token: {token}\r\n\
            X-Otinish-Name: r.csv\r\nContent-Length: {length}\r\n\r\n",
            self.port
        )
    }

    /// The first line of the answer to an upload.
    fn upload(&self, token: &str, body: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(self.head(token, body.len()).as_bytes()).expect("the head is taken");
        // All of the body is sent, whatever the server thinks of it.
        stream.write_all(body).expect("the body is taken");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the answer arrives whole");
        answer.lines().next().unwrap_or_default().to_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

const CSV: &str = "ФИО на русском языке;Гражданство;Паспорт №;Дата рождения\n\
    Иванов Иван;Россия;123456789;01.02.1980\n";

#[test]
fn sixty_four_uploads_at_once_are_all_answered() {
    let serving = Serving::start("uploads");
    let answers: Vec<String> = thread::scope(|scope| {
        let all: Vec<_> =
            (0..64).map(|_| scope.spawn(|| serving.upload(&serving.token, CSV.as_bytes()))).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert_eq!(answers, vec!["HTTP/1.1 201 Created"; 64]);
}

#[test]
fn five_hundred_slow_clients_hold_up_nobody_and_are_closed() {
    let serving = Serving::start("slow");
    let mut slow: Vec<TcpStream> = (0..500).map(|_| serving.connect()).collect();
    for (index, stream) in slow.iter_mut().enumerate() {
        let start = if index % 2 == 0 { "GET / HTTP/1.1\r\nHost: " } else { "" };
        stream.write_all(start.as_bytes()).expect("it is taken");
    }
    assert_eq!(serving.upload(&serving.token, CSV.as_bytes()), "HTTP/1.1 201 Created");
    for mut stream in slow {
        let mut rest = Vec::new();
        // Ended or reset; a client that was not closed would run into the time limit of the reading.
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        }
    }
}

#[test]
fn a_refusal_arrives_before_the_body_was_read() {
    let serving = Serving::start("refusals");
    let large = vec![b'x'; (20 << 20) + 1];
    assert_eq!(serving.upload(&serving.token, &large), "HTTP/1.1 413 Payload Too Large");
    assert_eq!(serving.upload("0", &large), "HTTP/1.1 403 Forbidden");
    let mut stream = serving.connect();
    let head = serving.head(&serving.token, large.len()).replace("Host: 127.0.0.1", "Host: evil.test");
    stream.write_all(head.as_bytes()).expect("the head is taken");
    stream.write_all(&large).expect("the body is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer arrives whole");
    assert!(answer.starts_with("HTTP/1.1 421 "), "{answer}");
}

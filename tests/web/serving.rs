//! The program itself, serving on a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The program, serving; ended with the test.
pub struct Serving {
    pub child: Child,
    pub port: u16,
    pub token: String,
    pub folder: PathBuf,
}

impl Serving {
    /// Starts it with a run-time folder of this name, as it was left.
    pub fn start(name: &str) -> Serving {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("serving-{name}"));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let told = std::fs::File::create(folder.with_extension("stderr")).expect("a file can be made");
        let mut child = Command::new(env!("CARGO_BIN_EXE_otinish"))
            .args(["serve", "--port", "0", "--today", "2026-11-22"])
            .env("XDG_RUNTIME_DIR", &folder)
            .stdout(Stdio::piped())
            .env("RUST_BACKTRACE", "1")
            .stderr(told)
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("it was asked for");
        BufReader::new(output).read_line(&mut line).expect("it tells its address");
        let (base, token) = line.trim().split_once("/#token=").expect("an address");
        let port = base.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        Serving { child, port, token: token.to_owned(), folder }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(240))).expect("a time");
        stream
    }

    pub fn head(&self, token: &str, length: usize) -> String {
        format!(
            "POST /api/desks HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nX-Otinish-Token: {token}\r\n\
            X-Otinish-Name: r.csv\r\nContent-Length: {length}\r\n\r\n",
            self.port
        )
    }

    /// The first line of the answer to an upload.
    pub fn upload(&self, token: &str, body: &[u8]) -> String {
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
    }
}

//! The program itself on a socket: many at once, slow ones, and answers that are not lost.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;

use crate::serving::Serving;

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

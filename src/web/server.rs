//! Connections of this machine → requests: a listener with limits on heads, bodies and numbers.
//!
//! A client that sends its head slowly is closed (`header_read_timeout`), one that sends its body slowly is
//! refused (`api`); beyond the limit on connections the system lets new ones wait. Each connection carries
//! one request: on one that is kept, a request may cross its end on the way and be lost without an answer. Nor
//! is a connection closed over bytes that nobody read, since that takes the answer away (RFC 9112 §9.6).

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::state::{Clock, Page};
use crate::output::{self, Workspace};
use crate::rules::RuleBook;

/// How long a client may take for the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// How long what a client still sends is read after it was answered.
const LEAVE: Duration = Duration::from_secs(5);
/// Between one look for what is too old and the next.
const SWEEP: Duration = Duration::from_secs(600);
/// Connections at once; the usual limit of open files is 1,024.
const CONNECTIONS: usize = 800;

/// Why the page cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program has the port.
    #[error("port {port} is in use")]
    PortTaken { port: u16 },
    /// The system gives no port, or no threads.
    #[error("cannot listen: {0}")]
    Listen(std::io::Error),
    /// There is no room for the private folder.
    #[error(transparent)]
    Workspace(#[from] output::Error),
}

/// Serves the page until the program is told to end. `ready` is told the address to open; port 0 takes a
/// free one.
///
/// # Errors
/// See [`Error`].
pub fn serve(
    port: u16,
    rules: RuleBook,
    templates: Option<PathBuf>,
    clock: Clock,
    ready: impl FnOnce(&str),
) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .map_err(Error::Listen)?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
        let listener = listener.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Error::PortTaken { port },
            _ => Error::Listen(error),
        })?;
        let port = listener.local_addr().map_err(Error::Listen)?.port();
        let page = Page::new(port, Workspace::open()?, rules, clock).with_templates(templates);
        let page = Arc::new(page);
        // Heard from before the address is told: who reads it may ask for the end at once.
        let end = asked_to_end();
        ready(&format!("http://127.0.0.1:{port}/#token={}", page.token));
        let accepted = tokio::spawn(accept(listener, page.clone()));
        let swept = tokio::spawn(sweep(page.clone()));
        end.await;
        accepted.abort();
        swept.abort();
        Ok(page)
    });
    // What still runs is let go; files go with the page.
    runtime.shutdown_timeout(Duration::from_secs(1));
    served.map(|page| {
        page.desks().iter().for_each(|desk| drop(page.remove(&desk.id)));
    })
}

/// Deletes now and then what was left alone for too long.
async fn sweep(page: Arc<Page>) {
    let mut beat = tokio::time::interval(SWEEP);
    loop {
        beat.tick().await;
        let page = page.clone();
        let _ = tokio::task::spawn_blocking(move || page.sweep(Instant::now())).await;
    }
}

async fn accept(listener: TcpListener, page: Arc<Page>) {
    let router = super::router(page);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        // A connection that is gone again before it is taken is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            answer(stream, router).await;
            drop(place);
        });
    }
}

/// Answers the one request of a connection.
async fn answer(stream: TcpStream, router: axum::Router) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .keep_alive(false)
        .max_buf_size(64 << 10)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Ok(parts) = connection.without_shutdown().await {
        let _ = tokio::time::timeout(LEAVE, take_leave(parts.io.into_inner())).await;
    }
}

/// Ends a connection: says that nothing more comes, and reads until the other side has ended it, too.
async fn take_leave(mut stream: TcpStream) -> std::io::Result<()> {
    let mut unread = vec![0; 64 << 10];
    stream.shutdown().await?;
    while stream.read(&mut unread).await? > 0 {}
    Ok(())
}

/// Listens from now on for Ctrl-C or, on Unix, for the signal to terminate; ends when one has come.
#[cfg(unix)]
fn asked_to_end() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt()];
    let mut heard: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
    std::future::poll_fn(move |context| {
        let came = heard.iter_mut().any(|one| one.poll_recv(context).is_ready());
        if came { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
}

/// Listens for Ctrl-C; ends when it has come.
#[cfg(not(unix))]
async fn asked_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}

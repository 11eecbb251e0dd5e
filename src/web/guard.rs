//! Who may ask: requests that come from our own page, in a browser on this machine.
//!
//! Four gates, each for what the others let through: the exact name of the host (a page that has its own
//! name point to this machine is turned away: DNS rebinding), the origin of what changes something (tower-http's
//! CSRF layer), a token that only the start of the program has told (other users and programs of the machine),
//! and headers that let nothing of another origin in or out. Nothing of `Access-Control-*` is ever sent.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::fault::Fault;
use super::state::Page;

/// The header that carries the token.
pub const TOKEN: &str = "x-otinish-token";

/// No script but our own files, nothing from elsewhere, in no frame but our own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Puts the headers on; an answer that has one of its own keeps it.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Turns away every host but ours: the `Host` header, and the host of the request's target if it has one.
pub async fn host(State(page): State<Arc<Page>>, request: Request, next: Next) -> Response {
    let ours = |host: &str| page.hosts.iter().any(|own| own.eq_ignore_ascii_case(host));
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().is_ok_and(ours),
        _ => false,
    };
    if named && request.uri().authority().is_none_or(|authority| ours(authority.as_str())) {
        return next.run(request).await;
    }
    Fault::new(StatusCode::MISDIRECTED_REQUEST, "page-host").into_response()
}

/// Turns away who does not know the token.
pub async fn token(State(page): State<Arc<Page>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(TOKEN).map(HeaderValue::as_bytes).unwrap_or_default();
    // Of hashes, a comparison tells nothing by how long it takes.
    if Sha256::digest(given) == Sha256::digest(page.token.as_bytes()) {
        return next.run(request).await;
    }
    Fault::new(StatusCode::FORBIDDEN, "page-token").into_response()
}

/// What a request from another site is told.
pub fn cross_site() -> Response {
    Fault::new(StatusCode::FORBIDDEN, "page-cross-site").into_response()
}

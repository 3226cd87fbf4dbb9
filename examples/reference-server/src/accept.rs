//! Taking connections, and not letting any of them stay for nothing: a client that is silent, slow or endless costs a
//! slot for a bounded time and nothing else (SECURITY §4 "Limits", F28–F30, F32). HTTP/1.1 only.

mod body;
mod limits;
mod pace;
mod slots;
mod stop;
mod watch;

use std::{convert::Infallible, future::poll_fn, net::SocketAddr, pin::pin, task::Poll, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, StatusCode, header},
    response::IntoResponse,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch as signal,
    time::{self, Instant},
};
use tower::ServiceExt;

pub use limits::{Limits, seconds};
pub use stop::Signals;

use body::{Answer, Paced};
use slots::{Slot, Slots};
use watch::{Watch, Watched};

/// Between two tries when no descriptor is free.
const BREATH: Duration = Duration::from_millis(50);
/// Said to a client whose body did not come.
const LATE: &str = "What you sent did not arrive in time. Please check your connection and try again.\n\
                    Votre envoi n’est pas arrivé à temps. Vérifiez votre connexion et réessayez.\n";

/// What every connection works with.
#[derive(Clone)]
struct Shared {
    app: Router,
    limits: Limits,
    stop: signal::Receiver<()>,
}

/// Takes connections for ever; each ends by itself, and after `stop` as soon as nothing is being answered on it. Each
/// holds a clone of `stop`, so that its sender can wait for the last one.
pub async fn take(listener: &TcpListener, app: Router, limits: Limits, stop: signal::Receiver<()>) -> Infallible {
    let slots = Slots::new(limits.connections, limits.connections_per_address);
    let shared = Shared { app, limits, stop };
    let mut short = false;
    loop {
        let free = slots.free().await;
        match listener.accept().await {
            Ok((stream, peer)) => {
                short = false;
                let Some(slot) = slots.give(peer.ip(), free) else {
                    tracing::debug!(%peer, "too many connections from one address");
                    continue;
                };
                tokio::spawn(serve(stream, peer, shared.clone(), slot));
            }
            // A peer that left before its turn.
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                if !short {
                    tracing::warn!(%error, "no connection can be taken for now");
                }
                short = true;
                time::sleep(BREATH).await;
            }
        }
    }
}

/// One connection, from its first byte to its last.
async fn serve(stream: TcpStream, peer: SocketAddr, shared: Shared, _slot: Slot) {
    let Shared { app, limits, mut stop } = shared;
    let _ = stream.set_nodelay(true);
    let watch = Watch::new(&limits);
    let service = {
        let watch = watch.clone();
        service_fn(move |request| answer(app.clone(), request, peer, watch.clone(), limits))
    };
    // The times are kept by the watch: hyper knows one for the headers and for the rest between requests alike.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_header_size(limits.header_bytes)
        .max_headers(limits.header_fields)
        .max_buf_size(limits.header_bytes)
        .serve_connection(TokioIo::new(Watched::new(stream, watch.clone())), service);
    let mut connection = pin!(connection);
    let mut stopped = pin!(stop.changed());
    let mut stopping = false;
    let mut timer = pin!(time::sleep_until(Instant::now() + limits.headers));
    let ended = poll_fn(|cx| {
        if !stopping && stopped.as_mut().poll(cx).is_ready() {
            stopping = true;
            connection.as_mut().graceful_shutdown();
        }
        if let Poll::Ready(ended) = connection.as_mut().poll(cx) {
            return Poll::Ready(ended.map_err(|error| error.to_string()));
        }
        let Some(deadline) = watch.deadline() else { return Poll::Pending };
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        timer.as_mut().poll(cx).map(|()| Err("it took too long".to_owned()))
    });
    if let Err(error) = ended.await {
        tracing::debug!(%peer, error, "a connection ended early");
    }
}

/// Answers one request. A body that did not come in time makes the failure it caused a 408.
async fn answer(
    app: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    watch: Watch,
    limits: Limits,
) -> Result<Response<Answer>, Infallible> {
    watch.busy();
    let (mut request, late) = Paced::around(request, &limits);
    request.extensions_mut().insert(ConnectInfo(peer));
    let mut response = app.oneshot(request).await?;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed && late.get() {
        response = too_late();
    }
    Ok(response.map(|body| Answer::new(body, watch)))
}

fn too_late() -> Response<Body> {
    let mut response = (StatusCode::REQUEST_TIMEOUT, LATE).into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

//! `portal health`: asks the server of the same machine or container, which has no other program to ask with.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

/// A server that does not answer by then does not live.
const PATIENCE: Duration = Duration::from_secs(4);

/// Exit code 0 when `/healthz` answers.
pub fn health(listen: SocketAddr) -> ExitCode {
    match healthz(reachable(listen)) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => {
            println!("up");
            ExitCode::SUCCESS
        }
        Ok(answer) => {
            eprintln!("down: {}", answer.lines().next().unwrap_or_default());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("down: {listen}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A server that listens on every address answers on the loopback.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(if listen.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
    }
    listen
}

fn healthz(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut answer = String::new();
    stream.take(4096).read_to_string(&mut answer)?;
    Ok(answer)
}

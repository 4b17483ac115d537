//! A way between kiosk and server that goes wrong in all the ways that networks do.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};

/// What becomes of one connection.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Pass,
    /// Closed at once.
    Drop,
    /// Passed on after a while.
    Delay(Duration),
    /// The request breaks off after so many bytes.
    CutRequest(usize),
    /// The server has answered, but the answer breaks off after so many bytes.
    CutAnswer(usize),
    /// The server never hears of it.
    Answer(&'static str),
}

const ERROR_500: &str = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 4\r\nconnection: close\r\n\r\noops";
const PORTAL: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 31\r\nconnection: close\r\n\r\n\
                      <html>Welcome to WiFi</html>   ";
const PORTAL_207: &str =
    "HTTP/1.1 207 Multi-Status\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
const ELSEWHERE: &str =
    "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const PERMANENTLY: &str = "HTTP/1.1 308 Permanent Redirect\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// The proxy; it ends with the process.
pub struct Proxy {
    pub address: SocketAddr,
    calm: Arc<AtomicBool>,
    /// Connections that went wrong.
    pub faults: Arc<AtomicU32>,
}

impl Proxy {
    /// Passes on to `server`, with faults drawn from `seed`.
    pub fn start(server: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (calm, faults) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
        let rng = Mutex::new(StdRng::seed_from_u64(seed));
        let (is_calm, count) = (calm.clone(), faults.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let fate = if is_calm.load(Ordering::SeqCst) {
                    Fate::Pass
                } else {
                    draw(&mut rng.lock().expect("no panic"))
                };
                if !matches!(fate, Fate::Pass) {
                    count.fetch_add(1, Ordering::SeqCst);
                }
                thread::spawn(move || suffer(client, server, fate));
            }
        });
        Self { address, calm, faults }
    }

    /// From now on nothing goes wrong.
    pub fn calm_down(&self) {
        self.calm.store(true, Ordering::SeqCst);
    }
}

fn draw(rng: &mut StdRng) -> Fate {
    match rng.random_range(0..100) {
        // It works for a batch or some.
        0..40 => Fate::CutRequest(rng.random_range(60_000..400_000)),
        40..48 => Fate::Drop,
        48..56 => Fate::Delay(Duration::from_millis(rng.random_range(10..700))),
        56..66 => Fate::CutRequest(rng.random_range(1..60_000)),
        66..80 => Fate::CutAnswer(rng.random_range(1..20_000)),
        80..85 => Fate::Answer(ERROR_500),
        85..90 => Fate::Answer(PORTAL),
        90..93 => Fate::Answer(PORTAL_207),
        93..97 => Fate::Answer(ELSEWHERE),
        _ => Fate::Answer(PERMANENTLY),
    }
}

fn suffer(mut client: TcpStream, server: SocketAddr, fate: Fate) {
    match fate {
        Fate::Drop => {}
        Fate::Answer(text) => {
            // Part of the request is read, so that the answer is not lost in a reset.
            let _ = client.read(&mut [0; 64 * 1024]);
            let _ = client.write_all(text.as_bytes());
            let _ = client.shutdown(Shutdown::Write);
            let _ = client.set_read_timeout(Some(Duration::from_secs(1)));
            while let Ok(1..) = client.read(&mut [0; 64 * 1024]) {}
        }
        Fate::Pass => pass(&client, server, usize::MAX, usize::MAX),
        Fate::Delay(delay) => {
            thread::sleep(delay);
            pass(&client, server, usize::MAX, usize::MAX);
        }
        Fate::CutRequest(bytes) => pass(&client, server, bytes, usize::MAX),
        Fate::CutAnswer(bytes) => pass(&client, server, usize::MAX, bytes),
    }
}

/// Both ways, until one side ends or its bytes are used up: then both ends are closed.
fn pass(client: &TcpStream, server: SocketAddr, up: usize, down: usize) {
    let Ok(server) = TcpStream::connect(server) else { return };
    thread::scope(|scope| {
        scope.spawn(|| copy(client, &server, up));
        copy(&server, client, down);
    });
}

fn copy(mut from: &TcpStream, mut to: &TcpStream, mut left: usize) {
    let mut part = [0; 16 * 1024];
    while left > 0 {
        let Ok(read @ 1..) = from.read(&mut part) else { break };
        let passed = read.min(left);
        if to.write_all(&part[..passed]).is_err() {
            break;
        }
        left -= passed;
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

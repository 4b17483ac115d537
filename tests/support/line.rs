//! The line between a kiosk and whoever it asks, which a test can cut.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// What becomes of what goes over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Pass,
    /// The server hears and does all; what it answers is lost.
    LoseAnswers,
    /// Nobody is there.
    Cut,
}

/// The way to a server, which can be cut.
pub struct Line {
    pub address: String,
    fate: Arc<Mutex<Fate>>,
    open: Arc<Mutex<Vec<TcpStream>>>,
    cut_off: Arc<AtomicUsize>,
}

impl Line {
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (fate, open) = (
            Arc::new(Mutex::new(Fate::Pass)),
            Arc::<Mutex<Vec<TcpStream>>>::default(),
        );
        let cut_off = Arc::<AtomicUsize>::default();
        let (now, all, count) = (fate.clone(), open.clone(), cut_off.clone());
        thread::spawn(move || {
            for kiosk in listener.incoming().flatten() {
                if *now.lock().unwrap() == Fate::Cut {
                    count.fetch_add(1, Ordering::SeqCst);
                    continue;
                }
                let Ok(server) = TcpStream::connect(server) else {
                    continue;
                };
                all.lock()
                    .unwrap()
                    .extend([kiosk.try_clone().unwrap(), server.try_clone().unwrap()]);
                let (from_kiosk, to_server) = (kiosk.try_clone().unwrap(), server.try_clone().unwrap());
                thread::spawn(move || copy(from_kiosk, to_server, || true));
                let fate = now.clone();
                thread::spawn(move || copy(server, kiosk, || *fate.lock().unwrap() == Fate::Pass));
            }
        });
        Self {
            address,
            fate,
            open,
            cut_off,
        }
    }

    /// How often the kiosk has asked while nobody was there.
    #[allow(dead_code)]
    pub fn cut_off(&self) -> usize {
        self.cut_off.load(Ordering::SeqCst)
    }

    /// From now on, also for what is under way.
    pub fn set(&self, fate: Fate) {
        *self.fate.lock().unwrap() = fate;
        if fate != Fate::LoseAnswers {
            for stream in self.open.lock().unwrap().drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, passes: impl Fn() -> bool) {
    let mut part = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut part) {
        if passes() && to.write_all(&part[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

//! The real server as a process of its own, to be killed and started again on the same port.
#![allow(dead_code)]

use std::{
    fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct ServerProcess {
    pub address: SocketAddr,
    config: PathBuf,
    child: Option<Child>,
}

impl ServerProcess {
    /// Starts a server with its state in `folder`, on SQLite there or on `database`.
    pub fn start(folder: &Path, database: Option<&str>) -> Self {
        Self::configured(
            folder,
            &database
                .map(|database| format!("database = {database:?}\n"))
                .unwrap_or_default(),
        )
    }

    /// Starts a server with its state in `folder`, and these lines in its configuration there.
    pub fn configured(folder: &Path, lines: &str) -> Self {
        let address = free_port();
        let config = folder.join(format!("server-{}.toml", address.port()));
        let text = format!("state = {:?}\nlisten = \"{address}\"\n{lines}", folder.join("server"));
        fs::write(&config, text).expect("written");
        let mut server = Self {
            address,
            config,
            child: None,
        };
        server.start_again();
        server
    }

    /// Starts it on the same port, and waits until it listens.
    pub fn start_again(&mut self) {
        let child = Command::new(env!("CARGO_BIN_EXE_parter"))
            .args(["server", "--config"])
            .arg(&self.config)
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        self.child = Some(child);
        let began = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let child = self.child.as_mut().expect("started");
            if let Some(status) = child.try_wait().expect("asked") {
                panic!("the server ended: {status}");
            }
            assert!(began.elapsed() < PATIENCE, "the server does not listen");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// `kill -9`
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("killed");
            child.wait().expect("gone");
        }
    }

    /// The most memory that it ever had.
    pub fn peak_megabytes(&self) -> f64 {
        let process = self.child.as_ref().expect("started").id();
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("told");
        let kilobytes = line.split_whitespace().nth(1).expect("told");
        kilobytes.parse::<f64>().expect("a number") / 1024.0
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A port that nobody has at this moment.
fn free_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address")
}

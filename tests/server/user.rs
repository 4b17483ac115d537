//! `parter server user add` on a terminal: the password is typed twice and seen by nobody.

use std::{
    fs,
    io::{Read, Write},
    path::Path,
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use parter::server::store::{
    sqlite::Sqlite,
    users::{Role, Users},
};

const PATIENCE: Duration = Duration::from_secs(30);

/// The command on a terminal of its own, which `script` lends it.
struct Terminal {
    /// As `stty` names it.
    device: String,
    keys: ChildStdin,
    script: Child,
    /// What is seen.
    screen: String,
}

impl Terminal {
    fn new(state: &Path) -> Self {
        let device = state.join("terminal");
        let command = format!(
            "tty > '{}' && exec '{}' server user add ivanova --role administrator",
            device.display(),
            env!("CARGO_BIN_EXE_parter")
        );
        let mut script = Command::new("script")
            .args([
                "--quiet",
                "--return",
                "--flush",
                "--echo",
                "always",
                "--command",
                &command,
                "/dev/null",
            ])
            .env("PARTER_STATE", state)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let keys = script.stdin.take().unwrap();
        let mut terminal = Self {
            device: String::new(),
            keys,
            script,
            screen: String::new(),
        };
        terminal.shows("Password: ");
        terminal.device = fs::read_to_string(device).unwrap().trim().to_owned();
        terminal
    }

    /// Waits until it is asked, and reads what stands there by then.
    fn shows(&mut self, prompt: &str) {
        let output = self.script.stdout.as_mut().unwrap();
        let mut byte = [0];
        while !self.screen.ends_with(prompt) {
            assert_eq!(output.read(&mut byte).unwrap(), 1, "it ended: {}", self.screen);
            self.screen.push(char::from(byte[0]));
        }
    }

    /// Types a line as soon as the terminal no longer shows what is typed.
    fn types(&mut self, line: &str) {
        let began = Instant::now();
        loop {
            let stty = Command::new("stty").args(["-F", &self.device, "-a"]).output().unwrap();
            if String::from_utf8_lossy(&stty.stdout)
                .split_whitespace()
                .any(|mode| mode == "-echo")
            {
                break;
            }
            assert!(began.elapsed() < PATIENCE, "the terminal shows what is typed");
            thread::yield_now();
        }
        writeln!(self.keys, "{line}").unwrap();
    }

    /// How it ended, and all that was seen.
    fn end(mut self) -> (ExitStatus, String) {
        let mut rest = Vec::new();
        self.script.stdout.take().unwrap().read_to_end(&mut rest).unwrap();
        self.screen.push_str(&String::from_utf8_lossy(&rest));
        (self.script.wait().unwrap(), self.screen)
    }
}

fn users(state: &Path) -> Vec<(String, Role)> {
    let store = Sqlite::open(state).unwrap();
    let users = tokio::runtime::Runtime::new().unwrap().block_on(store.users()).unwrap();
    store.close();
    users.into_iter().map(|user| (user.name, user.role)).collect()
}

#[test]
fn a_password_is_typed_twice_and_not_seen() {
    let state = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::new(state.path());
    terminal.types("a sentence of its own");
    terminal.shows("The same once more: ");
    terminal.types("a sentence of its own");
    let (status, screen) = terminal.end();
    assert!(status.success(), "{screen}");
    assert!(screen.contains("ivanova can sign in"), "{screen}");
    assert!(!screen.contains("sentence"), "{screen}");
    assert_eq!(users(state.path()), [("ivanova".to_owned(), Role::Administrator)]);
}

#[test]
fn two_passwords_that_differ_make_no_user() {
    let state = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::new(state.path());
    terminal.types("a sentence of its own");
    terminal.shows("The same once more: ");
    terminal.types("a sentence of its won");
    let (status, screen) = terminal.end();
    assert!(!status.success(), "{screen}");
    assert!(screen.contains("the two differ: try again"), "{screen}");
    assert!(!screen.contains("sentence"), "{screen}");
    assert_eq!(users(state.path()), []);
}

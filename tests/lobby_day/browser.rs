//! A counter's page in a real browser: `tests/pages/day.mjs`, which presses what it is told and says what it sees.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
};

use serde_json::Value;

use crate::clerk::{Lost, View};

pub struct Page(Arc<Mutex<Talk>>);

struct Talk {
    node: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Page {
    /// A browser that is paired as that code says.
    pub fn open(url: &str, code: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/day.mjs");
        let mut node = Command::new("node")
            .arg(script)
            .env("BASE", url)
            .env("CODE", code)
            .env("MINUTES", "15")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is there: tests/run installs it");
        let (input, output) = (node.stdin.take().unwrap(), BufReader::new(node.stdout.take().unwrap()));
        let mut talk = Talk { node, input, output };
        assert_eq!(talk.said(), Value::from("ready"));
        Self(Arc::new(Mutex::new(talk)))
    }

    pub async fn does(&self, command: &Value) -> Result<View, Lost> {
        let (talk, command) = (self.0.clone(), command.clone());
        let asked = tokio::task::spawn_blocking(move || {
            let mut talk = talk.lock().unwrap();
            writeln!(talk.input, "{command}").unwrap();
            talk.said()
        });
        match asked.await.unwrap() {
            Value::String(lost) if lost == "lost" => Err(Lost),
            view => Ok(View::of(&view)),
        }
    }

    /// Ends it; the browser must have had nothing to complain of.
    pub fn close(self) {
        let talk = Arc::into_inner(self.0).unwrap().into_inner().unwrap();
        let Talk { mut node, input, .. } = talk;
        drop(input);
        assert!(node.wait().unwrap().success(), "the browser complained");
    }
}

impl Talk {
    fn said(&mut self) -> Value {
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).unwrap() > 0, "the browser has ended");
        serde_json::from_str(&line).unwrap()
    }
}

//! Walks over pages in a real browser: `tests/pages/NAME.mjs`, driven by node.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Runs a walk against the server at `base`, with more for its environment; fails with what the walk said, else gives it back.
///
/// Its pictures are in `target/pages`.
pub fn walk(name: &str, base: &str, more: &[(&str, &str)]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let said = Command::new("node")
        .arg(root.join("tests/pages").join(name))
        .env("BASE", base)
        .env("PICTURES", root.join("target/pages"))
        .envs(more.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("node is there: tests/run installs it");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        said.status.success(),
        "{name}:\n{}{}",
        text(&said.stdout),
        text(&said.stderr)
    );
    text(&said.stdout)
}

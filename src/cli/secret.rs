//! Something secret that is typed, or comes on the standard input.

use std::{
    error::Error,
    io::{self, IsTerminal},
};

/// Asked for twice and not shown on a terminal; otherwise the first line that comes.
pub(super) fn ask(name: &str) -> Result<String, Box<dyn Error>> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password(format!("{name}: "))?;
    let again = rpassword::prompt_password("The same once more: ")?;
    if first == again {
        Ok(first)
    } else {
        Err("the two differ: try again".into())
    }
}

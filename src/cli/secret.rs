//! Something secret that is typed, or comes on the standard input.

use std::{
    error::Error,
    io::{self, IsTerminal},
};

/// Asked for twice and not shown on a terminal; otherwise the first line that comes.
pub(super) fn ask(name: &str) -> Result<String, Box<dyn Error>> {
    let first = ask_once(name)?;
    if !io::stdin().is_terminal() {
        return Ok(first);
    }
    let again = rpassword::prompt_password("The same once more: ")?;
    if first == again {
        Ok(first)
    } else {
        Err("the two differ: try again".into())
    }
}

/// For what is known already: a slip is noticed where it is used.
pub(super) fn ask_once(name: &str) -> io::Result<String> {
    if io::stdin().is_terminal() {
        return rpassword::prompt_password(format!("{name}: "));
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

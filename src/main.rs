//! The program. What it can do is in `parter::cli`.

fn main() -> std::process::ExitCode {
    parter::cli::run()
}

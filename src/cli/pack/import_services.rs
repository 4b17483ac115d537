//! `parter pack import-services FOLDER LIST.csv`: a table of services into a pack, and what was not understood of it.

use std::{
    error::Error,
    fmt::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use crate::{
    bounded,
    cli::pack_path,
    content::{
        exchange::services::{self, Import, LONGEST},
        read::SERVICES,
    },
    durable,
    packs::{self, LoadError},
    sheet,
};

#[derive(clap::Args)]
pub struct Args {
    /// The pack's folder
    pack: String,
    /// The table: CSV with the names of the columns on the first line, as `parter pack export --services csv` writes them
    table: PathBuf,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

/// Succeeds where all of the table was understood. What was understood is taken in any case.
pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let path = pack_path(&args.pack);
    if !path.contains('/') {
        return Err("a table goes into a pack's folder, not into a built-in pack: copy one with `parter pack export` and `parter pack import`".into());
    }
    let files = packs::open(&path).map_err(|fault| LoadError(vec![fault]))?;
    let pack = packs::understand(&files)?;
    let unreadable = |error| format!("{}: {error}", args.table.display());
    // No more of it than is taken: one byte beyond that, it is refused for its length.
    let bytes = bounded::read(&args.table, 4 * LONGEST as u64).map_err(unreadable)?;
    let origin = args.table.file_name().unwrap_or_default().to_string_lossy();
    let import = services::read(&sheet::decode(&bytes), &pack, &origin);
    if !args.dry_run && !import.changes.is_empty() {
        let changed = import.apply(&files, &pack).map_err(|faults| said(&faults))?;
        packs::understand(&changed)?;
        let file = Path::new(&path).join(SERVICES);
        let bytes = changed.get(SERVICES).unwrap_or_default();
        durable::replace(&file, bytes, 0o644).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    super::print(&report(&import, args.dry_run))?;
    Ok(if import.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn report(import: &Import, dry_run: bool) -> String {
    let mut text = String::new();
    // Writing to a String never fails.
    for fault in &import.faults {
        let _ = writeln!(text, "{fault}");
    }
    for change in &import.changes {
        let what = if change.is_new { "new" } else { "changed" };
        let (service, line) = (&change.service, change.line);
        let _ = writeln!(text, "line {line}: {what}: {} {}", service.id, service.name.get("bg"));
    }
    let new = import.changes.iter().filter(|change| change.is_new).count();
    let changed = import.changes.len() - new;
    let _ = writeln!(
        text,
        "{new} new, {changed} changed, {} as they were, {} without a row, {} not understood{}",
        import.same,
        import.without_row,
        import.faults.len(),
        if dry_run { "; nothing was written" } else { "" }
    );
    text
}

fn said(faults: &[crate::content::edit::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

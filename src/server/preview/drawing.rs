//! One run of `parter shot`, within bounds.

use std::{io, path::Path, process::Stdio, time::Duration};

use axum::body::Bytes;
use rustix::{
    io::Errno,
    process::{Pid, Resource, Rlimit, prlimit},
};
use tokio::{
    io::AsyncReadExt as _,
    process::{Child, Command},
    task::spawn_blocking,
    time::timeout,
};

use super::{Failure, Look};
use crate::{bounded, content::files::Files, packs::folder};

/// Nobody waits longer for a screen; with the wait for a turn it is less than an answer of the server may take.
const LONGEST: Duration = Duration::from_secs(20);
/// Of processor time.
const CPU_SECONDS: u64 = 12;
/// Of address space: a screen with its fonts takes less than 256 MB.
const MEMORY: u64 = 512 << 20;
/// No file that it writes is longer, and no picture is.
const FILE_BYTES: u64 = 16 << 20;
/// So much of what it complains of is told.
const TOLD: u64 = 4_000;

pub async fn draw(program: &Path, files: Files, look: &Look) -> Result<Bytes, Failure> {
    let folder = spawn_blocking(move || written(&files))
        .await
        .map_err(io::Error::other)??;
    let picture = folder.path().join("picture.png");
    let child = Command::new(program)
        .arg("shot")
        .arg("--pack")
        .arg(folder.path().join("pack"))
        .args(look.arguments())
        .arg("--out")
        .arg(&picture)
        .env_clear()
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // Whatever ends the wait ends the process.
        .kill_on_drop(true)
        .spawn()?;
    bound(&child)?;
    timeout(LONGEST, done(child)).await.map_err(|_| Failure::TooLong)??;
    let read = spawn_blocking(move || {
        let bytes = bounded::read(&picture, FILE_BYTES);
        // With all that was in it.
        drop(folder);
        bytes
    });
    Ok(read.await.map_err(io::Error::other)??.into())
}

fn written(files: &Files) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    folder::write(&folder.path().join("pack"), files)?;
    Ok(folder)
}

fn bound(child: &Child) -> io::Result<()> {
    let id = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    for (resource, most) in [
        (Resource::Cpu, CPU_SECONDS),
        (Resource::As, MEMORY),
        (Resource::Fsize, FILE_BYTES),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        match prlimit(id, resource, limit) {
            // It has ended already.
            Err(Errno::SRCH) => return Ok(()),
            set => set.map(drop)?,
        }
    }
    Ok(())
}

async fn done(mut child: Child) -> Result<(), Failure> {
    let mut said = Vec::new();
    if let Some(stderr) = child.stderr.take() {
        stderr.take(TOLD).read_to_end(&mut said).await?;
    }
    if child.wait().await?.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&said);
    let said = said.trim().trim_start_matches("parter: ");
    Err(Failure::Refused(said.to_owned()))
}

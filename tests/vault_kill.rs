//! `kill -9` at random moments, and a disk that is full at every point: always the old content or the new one, whole.
//!
//! The children are this test's own program, told by variables which folders to work in. `TEST_FULL=1` kills ten times as
//! often, as in `tests/long`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/bundles.rs"]
mod bundles;

use std::{
    env,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use bundles::{Publisher, minimal};
use parter::{
    bundle::folder,
    packs,
    protocol::record::Hash,
    vault::{Vault, VaultError},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use rustix::process::{Resource, Rlimit, setrlimit};
use tempfile::TempDir;

const PUBLISHED: &str = "PARTER_TEST_PUBLISHED";
const STATE: &str = "PARTER_TEST_STATE";
const LIMIT: &str = "PARTER_TEST_LIMIT";
const LONG: Duration = Duration::from_secs(30);

fn open(state: &Path) -> Vault {
    let own = packs::understand(&minimal(1)).unwrap();
    Vault::open(state, &own, Box::new(|_| Ok(()))).unwrap()
}

/// The version that a start shows; 1 is the configured pack.
fn start(vault: &mut Vault) -> u64 {
    vault.start().map_or(1, |pack| pack.info.version)
}

/// Takes the publication in the folder `bundle`, in small parts as from a slow line, and shows it.
fn take(vault: &mut Vault, bundle: &Path) -> Result<(), VaultError> {
    let signed = folder::read(bundle).unwrap();
    let Some(manifest) = vault.accept(&signed)? else {
        return Ok(());
    };
    for (hash, size, come) in vault.missing(&manifest) {
        let entry = manifest.files.iter().find(|entry| entry.sha256 == hash).unwrap();
        let bytes = folder::file(bundle, entry).unwrap();
        for part in bytes[come as usize..].chunks(1000) {
            vault.receive(&hash, size, part)?;
        }
        if come == size {
            vault.receive(&hash, size, &[])?;
        }
    }
    let pack = vault.switch()?;
    vault.drawn(pack.sha256)
}

/// A kiosk's start and then one publication after the other, in a process of its own; nothing in an ordinary run.
#[test]
fn child() {
    let (Ok(published), Ok(state)) = (env::var(PUBLISHED), env::var(STATE)) else {
        return;
    };
    if let Ok(limit) = env::var(LIMIT) {
        let limit = Some(limit.parse().unwrap());
        let (current, maximum) = (limit, limit);
        setrlimit(Resource::Fsize, Rlimit { current, maximum }).unwrap();
    }
    let say = |line: String| {
        let mut out = std::io::stdout().lock();
        write!(out, "\n{line}\n").unwrap();
        out.flush().unwrap();
    };
    let mut vault = open(Path::new(&state));
    let shown = vault.start();
    let mut version = shown.as_ref().map_or(1, |pack| pack.info.version);
    say(format!("starts {version}"));
    let mut next = || {
        let bundle = Path::new(&published).join((version + 1).to_string());
        if !bundle.exists() {
            return Ok(false);
        }
        if let Some(pack) = &shown {
            vault.drawn(pack.sha256)?;
        }
        take(&mut vault, &bundle)?;
        version += 1;
        say(format!("shows {version}"));
        Ok::<_, VaultError>(true)
    };
    while next().unwrap_or_else(|fault| {
        say(format!("fails {fault:?}"));
        false
    }) {}
    say("ends".to_owned());
}

/// Publications from version 2 on, each with other services than the one before.
struct Published {
    dir: TempDir,
    publisher: Publisher,
    newest: u64,
}

impl Published {
    fn new(newest: u64) -> Self {
        let (dir, publisher) = (tempfile::tempdir().unwrap(), Publisher::new());
        for version in 2..=newest {
            let mut files = minimal(version);
            let services = files.text("services.toml").unwrap().to_owned();
            let other = format!("{services}# {}\n", version.to_string().repeat(2000));
            files.insert("services.toml", other);
            let (_, signed) = publisher.publish(&files);
            folder::write(&dir.path().join(version.to_string()), &signed, &files).unwrap();
        }
        Self { dir, publisher, newest }
    }

    /// The state folder of a kiosk that is enrolled and has nothing yet.
    fn fresh(&self, name: &str) -> PathBuf {
        let state = self.dir.path().join(name);
        open(&state)
            .enrolled(Hash([1; 32]), &[self.publisher.public()])
            .unwrap();
        state
    }

    /// How long this machine takes for one publication.
    fn pace(&self) -> Duration {
        let mut vault = open(&self.fresh("pace"));
        let began = Instant::now();
        take(&mut vault, &self.dir.path().join("2")).unwrap();
        began.elapsed()
    }

    fn child(&self, state: &Path, limit: Option<u64>) -> Child {
        // Who writes beyond the limit is told so, not killed.
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .envs([(PUBLISHED, self.dir.path()), (STATE, state)])
            .stdout(Stdio::piped());
        if let Some(limit) = limit {
            command.env(LIMIT, limit.to_string());
        }
        command.spawn().unwrap()
    }
}

/// The number in the last whole line that begins so.
fn last(text: &str, word: &str) -> Option<u64> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let told = whole.lines().rev().find_map(|line| line.strip_prefix(word));
    told.map(|number| number.trim().parse().unwrap())
}

/// Runs the child, kills it and gives back what it wrote.
fn killed(mut child: Child, pause: Duration, at_work: bool) -> String {
    let mut pipe = child.stdout.take().unwrap();
    let (tell, started) = mpsc::channel();
    let reader = thread::spawn(move || {
        let (mut all, mut part) = (Vec::new(), [0; 4096]);
        while let Ok(read @ 1..) = pipe.read(&mut part) {
            all.extend_from_slice(&part[..read]);
            if all.windows(6).any(|word| word == b"starts") {
                // Fails when nobody waits for it any more.
                let _ = tell.send(());
            }
        }
        all
    });
    if at_work {
        started.recv_timeout(LONG).expect("the child works");
    }
    thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    String::from_utf8_lossy(&reader.join().unwrap()).into_owned()
}

#[test]
fn killed_at_any_moment_it_shows_the_old_or_the_new() {
    let kills = if env::var_os("TEST_FULL").is_some() { 1200 } else { 120 };
    let seed = env::var("TEST_SEED").map_or_else(|_| rand::random(), |text| text.parse().unwrap());
    println!("TEST_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let published = Published::new(40);
    let pace = published.pace();
    let (mut state, mut shown, mut switches) = (published.fresh("state"), 1, 0);
    for round in 0..kills {
        // Every fifth dies while it opens the folder.
        let pause = pace.mul_f64(rng.random_range(0.0..4.0));
        let text = killed(published.child(&state, None), pause, round % 5 != 0);
        assert!(!text.contains("fails"), "{text}");
        let Some(started) = last(&text, "starts ") else {
            continue;
        };
        // What was shown is shown again, or what was about to be.
        assert!((shown..=shown + 1).contains(&started), "{shown}, then {started}");
        let reached = last(&text, "shows ").unwrap_or(started);
        switches += reached - shown;
        shown = reached;
        if shown == published.newest {
            (state, shown) = (published.fresh(&format!("state-{round}")), 1);
        }
    }
    println!("{kills} kills, {switches} switches");
    assert!(switches > kills / 8, "too little work was killed");
    let version = start(&mut open(&state));
    assert!((shown..=shown + 1).contains(&version));
}

/// Files may grow to so many bytes and no further, which stands for a disk that is full at one point after the other.
#[test]
fn a_disk_full_at_any_point_leaves_what_is_shown() {
    let published = Published::new(4);
    let (mut failed, mut reached) = (0, [0; 5]);
    for limit in (0..7_000).step_by(120) {
        let state = published.fresh(&format!("state-{limit}"));
        let output = published.child(&state, Some(limit)).wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("\nends\n"), "{limit}: {text}");
        failed += u32::from(text.contains("\nfails"));
        let shown = last(&text, "shows ").or(last(&text, "starts ")).unwrap();
        reached[shown as usize] += 1;
        // With room again, what was shown is there, and the rest comes.
        let mut vault = open(&state);
        assert_eq!(start(&mut vault), shown, "{limit}: {text}");
        take(&mut vault, &published.dir.path().join("4")).unwrap();
        assert_eq!(start(&mut vault), 4);
    }
    assert!(failed > 20 && reached[4] > 0, "{failed} failed, {reached:?}");
}

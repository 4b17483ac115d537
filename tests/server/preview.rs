//! A draft is drawn by another program within bounds, whatever that program does; and what the page says when it is not.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use parter::{
    content::files::Files,
    packs::builtin,
    server::{
        preview::{Failure, Look, Preview},
        store::users::Role,
    },
};
use tempfile::TempDir;

use crate::staff::Browser;
use crate::support::TestServer;

/// A program in place of `parter`: a script, whose last argument is the picture's path, and a folder for its notes.
struct Stand {
    folder: TempDir,
    program: PathBuf,
}

impl Stand {
    fn of(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("stand");
        let notes = folder.path().display();
        let head = format!("#!/bin/sh\nnotes={notes}\nfor picture; do :; done\n");
        fs::write(&program, head + script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder, program }
    }

    fn preview(&self) -> Preview {
        Preview::by(Some(self.program.clone()))
    }

    fn note(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

fn files() -> Files {
    builtin::files("kyustendil").unwrap()
}

fn look(at: &str) -> Look {
    Look {
        at: at.to_owned(),
        ..Look::default()
    }
}

#[tokio::test]
async fn the_program_gets_the_pack_and_what_is_to_be_drawn_and_nothing_else() {
    let stand = Stand::of(
        "cat \"$3/hours.toml\" > $notes/hours; env > $notes/env; pwd > $notes/pwd\nprintf '%s\\n' \"$@\" > \"$picture\"\n",
    );
    let look = Look {
        screen: "service".to_owned(),
        service: "--help".to_owned(),
        lang: "en".to_owned(),
        panel: "landscape".to_owned(),
        large: true,
        contrast: true,
        at: "2026-11-23T10:30".to_owned(),
    };
    let picture = stand.preview().picture(&files(), &look).await.unwrap();
    let arguments = String::from_utf8(picture.to_vec()).unwrap();
    let arguments: Vec<&str> = arguments.lines().collect();
    let [shot, option, pack, rest @ .., out, path] = &arguments[..] else {
        panic!("{arguments:?}");
    };
    assert_eq!((*shot, *option, *out), ("shot", "--pack", "--out"));
    assert_eq!(
        rest,
        [
            "--screen=service",
            "--lang=en",
            "--size=1920x1080",
            "--diagonal=21.5",
            "--text=large",
            "--contrast=high",
            "--service=--help",
            "--at=2026-11-23T10:30"
        ]
    );
    assert_eq!(stand.note("hours"), files().text("hours.toml").unwrap());
    // A shell has its working directory by itself.
    let env = stand.note("env");
    assert!(
        env.lines()
            .all(|line| line.starts_with("PWD=") || line.starts_with("_=")),
        "{env}"
    );
    // The folder went with the process.
    assert!(!Path::new(pack).exists() && !Path::new(path).exists());
    assert!(!Path::new(stand.note("pwd").trim()).exists());
}

#[tokio::test]
async fn what_is_not_known_is_as_if_it_were_left_out() {
    let stand = Stand::of("printf '%s\\n' \"$@\" > \"$picture\"\n");
    let odd = Look {
        screen: "staff".to_owned(),
        lang: "../bg".to_owned(),
        panel: "9999x9999".to_owned(),
        at: "--out=/etc/passwd".to_owned(),
        ..Look::default()
    };
    let preview = stand.preview();
    let drawn = |picture: axum::body::Bytes| {
        let text = String::from_utf8(picture.to_vec()).unwrap();
        let options = text.lines().filter(|line| line.starts_with("--") && line.contains('='));
        options.map(str::to_owned).collect::<Vec<_>>()
    };
    let odd = drawn(preview.picture(&files(), &odd).await.unwrap());
    assert_eq!(odd, drawn(preview.picture(&files(), &Look::default()).await.unwrap()));
}

#[tokio::test]
async fn the_program_has_bounds_of_time_memory_and_files() {
    // The bounds come right after its start, core files last.
    let stand = Stand::of(
        "until [ \"$(ulimit -c)\" = 0 ] && [ \"$(ulimit -t)\" = 12 ]; do sleep 0.1; done; (ulimit -t; ulimit -v; ulimit -f; ulimit -c) > \"$picture\"\n",
    );
    let picture = stand.preview().picture(&files(), &look("")).await.unwrap();
    let text = String::from_utf8(picture.to_vec()).unwrap();
    let [seconds, kib, blocks, core] = text.lines().collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    assert_eq!((seconds, kib, core), ("12", "524288", "0"));
    // Of 512 bytes, or of a KiB, as the shell counts.
    assert!(["32768", "16384"].contains(&blocks), "{text}");

    let greedy = Stand::of(
        "until [ \"$(ulimit -t)\" = 12 ]; do sleep 0.1; done; sleep 1; head -c 20000000 /dev/zero > \"$picture\"\n",
    );
    let refused = greedy.preview().picture(&files(), &look("")).await;
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
}

#[tokio::test]
async fn who_takes_too_long_is_stopped_and_the_rest_wait_for_a_while() {
    let stand = Stand::of("echo $$ >> $notes/pids; exec sleep 120\n");
    let preview = stand.preview();
    let files = files();
    let [one, two, three] = ["2026-11-23T10:30", "2026-11-23T10:31", "2026-11-23T10:32"].map(look);
    let (one, two, three) = tokio::join!(
        preview.picture(&files, &one),
        preview.picture(&files, &two),
        preview.picture(&files, &three)
    );
    assert!(matches!(one, Err(Failure::TooLong)), "{one:?}");
    assert!(matches!(two, Err(Failure::TooLong)), "{two:?}");
    assert!(matches!(three, Err(Failure::Busy)), "{three:?}");
    let pids = stand.note("pids");
    assert_eq!(pids.lines().count(), 2);
    let began = Instant::now();
    for pid in pids.lines() {
        // Of one that was killed nothing is left but its end, until the server takes note of that.
        let runs = || {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            !stat.is_empty() && !stat.contains(") Z ")
        };
        while runs() {
            assert!(began.elapsed() < Duration::from_secs(10), "{pid} still runs");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[tokio::test]
async fn what_the_program_complains_of_is_told_and_not_how_much() {
    let stand = Stand::of("echo 'parter: hours.toml:3: error' >&2; exit 1\n");
    let refused = stand.preview().picture(&files(), &look("")).await.unwrap_err();
    assert_eq!(refused.to_string(), "hours.toml:3: error");

    let endless = Stand::of("yes >&2; exit 1\n");
    let refused = endless.preview().picture(&files(), &look("")).await.unwrap_err();
    assert!(
        matches!(&refused, Failure::Refused(said) if said.len() <= 4_000),
        "{refused:?}"
    );

    let silent = Stand::of("exit 0\n");
    let refused = silent.preview().picture(&files(), &look("")).await;
    assert!(matches!(refused, Err(Failure::Io(_))), "{refused:?}");

    let none = Preview::by(None).picture(&files(), &look("")).await;
    assert!(matches!(none, Err(Failure::NoScreens)), "{none:?}");
}

#[tokio::test]
async fn the_same_content_at_the_same_time_is_drawn_once() {
    let stand = Stand::of("echo drawn >> $notes/count; echo picture > \"$picture\"\n");
    let preview = stand.preview();
    let still = look("2026-11-23T10:30");
    let mut changed = files();
    changed.insert("notices.toml", "# Нищо.\n");
    for (files, look, drawn) in [
        (&files(), &still, 1),
        (&files(), &still, 1),
        (&changed, &still, 2),
        (&files(), &still, 2),
        // Now is another moment each time.
        (&files(), &look(""), 3),
        (&files(), &look(""), 4),
    ] {
        preview.picture(files, look).await.unwrap();
        assert_eq!(stand.note("count").lines().count(), drawn);
    }
}

/// The real screens, where this build has them.
#[cfg(feature = "kiosk")]
#[tokio::test]
async fn a_pack_is_drawn_by_the_kiosks_own_screens() {
    let preview = Preview::by(Some(env!("CARGO_BIN_EXE_parter").into()));
    let home = preview.picture(&files(), &look("2026-11-23T10:30")).await.unwrap();
    let size = |png: &[u8]| {
        let decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.read_info().unwrap().info().size()
    };
    assert_eq!(size(&home), (1080, 1920));
    let mut changed = files();
    changed.insert(
        "notices.toml",
        "[[notice]]\nid = \"lift\"\ntext = { bg = \"Асансьорът не работи.\", en = \"No lift.\" }\n",
    );
    let other = preview.picture(&changed, &look("2026-11-23T10:30")).await.unwrap();
    assert_ne!(home, other);
    changed.insert("hours.toml", "[[place]\n");
    let refused = preview.picture(&changed, &look("")).await.unwrap_err();
    assert!(refused.to_string().contains("hours.toml:1"), "{refused}");
}

#[tokio::test]
async fn a_server_without_the_screens_says_so_and_a_wrong_address_is_none() {
    let server = TestServer::start().await;
    let editor = Browser::signed_in(&server, "editor", Role::Editor).await;
    let page = editor
        .get("/admin/content/kyustendil/preview?screen=charter&large=true")
        .await;
    page.is(200);
    if cfg!(feature = "kiosk") {
        page.says("<option value=\"charter\" selected>").says("The draft");
    } else {
        page.says("without the kiosk").silent_of("<img");
        let picture = editor.get("/admin/content/kyustendil/preview/draft.png").await;
        picture.is(404);
    }
    editor.get("/admin/content/nowhere/preview").await.is(404);
    editor
        .get("/admin/content/kyustendil")
        .await
        .says("/admin/content/kyustendil/preview\"");
}

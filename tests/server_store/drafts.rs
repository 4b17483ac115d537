//! Drafts: every revision is kept, and nobody overwrites another unseen.

use futures_util::future::join_all;
use parter::{
    content::files::Files,
    server::store::{
        Store,
        audit::{Act, Actor},
        drafts::{Draft, FIRST, KEPT, Revision, Save, Saved},
    },
};

use crate::given::{after, noon, staff};

const TOWN: &str = "kyustendil";

fn files(notices: &str) -> Files {
    [
        ("pack.toml", &b"version = 1\n"[..]),
        ("notices.toml", notices.as_bytes()),
    ]
    .into_iter()
    .collect()
}

pub fn save(municipality: &str, on: u64, notices: &str) -> Save {
    Save {
        municipality: municipality.to_owned(),
        on,
        begins_from: files(""),
        files: files(notices),
        act: None,
    }
}

async fn saved(store: &dyn Store, on: u64, notices: &str) -> Saved {
    store
        .save_draft(&save(TOWN, on, notices), &staff(), after(9))
        .await
        .unwrap()
}

async fn newest(store: &dyn Store) -> Draft {
    store.draft(TOWN, None).await.unwrap().unwrap()
}

pub async fn a_draft_begins_from_what_is_known_and_keeps_every_revision(store: &dyn Store) {
    assert_eq!(store.draft(TOWN, None).await, Ok(None));
    assert_eq!(store.draft_revisions(TOWN, None, 10).await, Ok(Vec::new()));
    assert_eq!(saved(store, FIRST, "# one").await, Saved::As(2));
    assert_eq!(saved(store, 2, "# two").await, Saved::As(3));
    let revision = |number, saved_at, saved_by: &str| Revision {
        number,
        saved_at,
        saved_by: saved_by.to_owned(),
    };
    let expected = Draft {
        revision: revision(3, after(9), &staff().name()),
        files: files("# two"),
    };
    assert_eq!(newest(store).await, expected);
    let first = Draft {
        revision: revision(FIRST, after(9), ""),
        files: files(""),
    };
    assert_eq!(store.draft(TOWN, Some(FIRST)).await, Ok(Some(first)));
    assert_eq!(store.draft(TOWN, Some(4)).await, Ok(None));
    assert_eq!(store.draft("samokov", None).await, Ok(None));
}

pub async fn the_second_to_save_on_a_revision_changes_nothing(store: &dyn Store) {
    saved(store, FIRST, "# mine").await;
    let before = newest(store).await;
    assert_eq!(saved(store, FIRST, "# theirs").await, Saved::Stale);
    assert_eq!(saved(store, 3, "# of a revision to come").await, Saved::Stale);
    assert_eq!(newest(store).await, before);
    // Another municipality's draft is another.
    let other = store
        .save_draft(&save("samokov", FIRST, "# other"), &staff(), noon())
        .await;
    assert_eq!(other, Ok(Saved::As(2)));
    assert_eq!(newest(store).await, before);
    assert_eq!(store.drafted().await, Ok(vec![TOWN.to_owned(), "samokov".to_owned()]));
}

pub async fn what_is_more_than_a_form_stands_in_the_log_once_it_is_saved(store: &dyn Store) {
    let import = |on| Save {
        act: Some(Act::ImportContent),
        ..save(TOWN, on, &format!("# {on}"))
    };
    for on in [FIRST, FIRST, 2] {
        store.save_draft(&import(on), &staff(), noon()).await.unwrap();
    }
    saved(store, 3, "# a form").await;
    let log = store.audit_log(None, 10).await.unwrap();
    let told: Vec<_> = log
        .iter()
        .map(|entry| {
            (
                entry.actor.as_str(),
                entry.act.as_str(),
                entry.subject.as_str(),
                entry.detail.as_str(),
            )
        })
        .collect();
    let name = staff().name();
    let expected = ["3", "2"].map(|revision| (name.as_str(), "import_content", TOWN, revision));
    assert_eq!(told, expected);
}

pub async fn revisions_come_newest_first_with_who_saved_them(store: &dyn Store) {
    for (on, name) in [(1, "maria"), (2, "ivan"), (3, "maria")] {
        let actor = Actor::User(name.to_owned());
        let text = format!("# {on}");
        store.save_draft(&save(TOWN, on, &text), &actor, noon()).await.unwrap();
    }
    let told = |revisions: Vec<Revision>| -> Vec<String> {
        revisions
            .iter()
            .map(|it| format!("{} {}", it.number, it.saved_by))
            .collect()
    };
    let newest = store.draft_revisions(TOWN, None, 2).await.unwrap();
    assert_eq!(told(newest), ["4 maria", "3 ivan"]);
    let older = store.draft_revisions(TOWN, Some(3), 9).await.unwrap();
    assert_eq!(told(older), ["2 maria", "1 "]);
}

pub async fn of_many_who_save_at_once_one_does(store: &dyn Store) {
    let texts: Vec<String> = (0..8).map(|one| format!("# {one}")).collect();
    let all = join_all(texts.iter().map(|text| saved(store, FIRST, text))).await;
    let winners: Vec<usize> = (0..8).filter(|one| all[*one] == Saved::As(2)).collect();
    assert_eq!(winners.len(), 1, "{all:?}");
    assert_eq!(newest(store).await.files, files(&texts[winners[0]]));
    assert_eq!(store.draft_revisions(TOWN, None, 99).await.unwrap().len(), 2);
}

pub async fn what_one_person_saves_again_and_again_is_one_revision_an_hour_later(store: &dyn Store) {
    // noon() begins a slot of ten minutes.
    let saves = [
        (0, "maria"),
        (9, "maria"),
        (20, "ivan"),
        (30, "maria"),
        (599, "maria"),
        (600, "maria"),
        (4_000, "ivan"),
    ];
    let numbers = |revisions: Vec<Revision>| revisions.iter().map(|it| it.number).collect::<Vec<u64>>();
    for (on, (seconds, name)) in (FIRST..).zip(saves) {
        let actor = Actor::User(name.to_owned());
        let text = format!("# {on}");
        let saved = store.save_draft(&save(TOWN, on, &text), &actor, after(seconds)).await;
        assert_eq!(saved, Ok(Saved::As(on + 1)));
        let kept = numbers(store.draft_revisions(TOWN, None, 99).await.unwrap());
        if seconds < 4_000 {
            assert_eq!(kept.len() as u64, on + 1, "none goes at once");
        } else {
            assert_eq!(kept, [8, 7, 6, 4, 3, 1]);
        }
    }
    for number in [8, 7, 6, 4, 3] {
        let kept = store.draft(TOWN, Some(number)).await.unwrap().unwrap();
        assert_eq!(kept.files, files(&format!("# {}", number - 1)));
    }
}

pub async fn long_histories_keep_the_first_and_the_last(store: &dyn Store) {
    let kept_most = u64::from(KEPT);
    for on in FIRST..kept_most + 5 {
        assert_eq!(saved(store, on, &format!("# {on}")).await, Saved::As(on + 1));
    }
    let newest = kept_most + 5;
    let kept = store.draft_revisions(TOWN, None, 9_999).await.unwrap();
    let numbers: Vec<u64> = kept.iter().map(|revision| revision.number).collect();
    let expected: Vec<u64> = (newest - kept_most + 1..=newest).rev().chain([FIRST]).collect();
    assert_eq!(numbers, expected);
    for number in [FIRST, newest - kept_most + 1, newest] {
        let kept = store.draft(TOWN, Some(number)).await.unwrap().unwrap();
        assert!(kept.files.get("notices.toml").is_some(), "{number}");
    }
    assert_eq!(store.draft(TOWN, Some(2)).await, Ok(None));
}

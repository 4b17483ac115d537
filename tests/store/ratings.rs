//! Ratings: whole with one tap, amended while the visitor is there, and never tied to a person.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use parter::{
    feedback::{Rating, RatingId, Remarks},
    store::{Store, StoreError},
};

use crate::store_support::{at, database, noon, open, records, request, stored_ratings, tap};

fn remarks(queue: &str, reason: &str) -> Remarks {
    Remarks {
        queue: Some(queue.to_owned()),
        reasons: BTreeSet::from([reason.to_owned()]),
        answers: BTreeMap::from([("wait".to_owned(), "short".to_owned())]),
    }
}

#[test]
fn one_tap_is_a_whole_rating_and_what_is_shown_is_what_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let shown = store.rate(&tap(4, 0), noon()).unwrap();
    assert_eq!(shown.bucket.to_string(), "2026-11-05T12:00/PT12H");
    assert_eq!(
        (u8::from(shown.face), shown.repeated, &shown.remarks),
        (4, false, &Remarks::default())
    );
    drop(store);

    let conn = database(dir.path());
    assert_eq!(
        stored_ratings(&conn),
        BTreeMap::from([(shown.id.to_string(), shown.clone())])
    );
    let mut columns = conn.prepare("SELECT name FROM pragma_table_info('ratings')").unwrap();
    let columns: BTreeSet<String> = columns
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let serde_json::Value::Object(fields) = serde_json::to_value(&shown).unwrap() else {
        panic!()
    };
    assert_eq!(
        columns,
        fields.keys().cloned().collect(),
        "each field is a column, and each column is shown"
    );
    let expected = ["answers", "bucket", "face", "id", "queue", "reasons", "repeated"];
    assert_eq!(
        columns,
        expected.map(str::to_owned).into(),
        "no ticket, clerk, counter, order or time"
    );
}

#[test]
fn an_amendment_replaces_the_one_before_and_changes_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let rating = store.rate(&tap(2, 0), noon()).unwrap();
    store.amend_rating(rating.id, &remarks("2014", "slow")).unwrap();
    let amended = store.amend_rating(rating.id, &remarks("2015", "rude")).unwrap();
    assert_eq!(
        amended,
        Rating {
            remarks: remarks("2015", "rude"),
            ..rating
        }
    );
    assert_eq!(store.counts().unwrap().ratings, 1);
}

#[test]
fn taps_that_repeat_too_soon_are_kept_apart_from_the_count() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let repeated: Vec<bool> = [0, 5, 24, 44, 45]
        .map(|second| store.rate(&tap(1, second), noon()).unwrap().repeated)
        .into();
    assert_eq!(repeated, [false, true, true, false, true]);
    let counts = store.counts().unwrap();
    assert_eq!((counts.ratings, counts.repeated), (2, 3));
    store.close_buckets(at("2026-11-06T10:00:00Z")).unwrap();
    let counts = store.counts().unwrap();
    assert_eq!(
        (counts.ratings, counts.repeated, counts.outbox),
        (2, 3, 5),
        "what has left is counted the same"
    );
}

#[test]
fn a_rating_leaves_final_and_only_when_its_bucket_has_closed() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let morning = store.rate(&tap(3, 0), at("2026-11-05T09:59:59Z")).unwrap();
    // Noon in Sofia: the visitor is still there.
    assert_eq!(store.close_buckets(at("2026-11-05T10:05:00Z")).unwrap(), 0);
    let amended = store.amend_rating(morning.id, &remarks("2014", "slow")).unwrap();
    let afternoon = store.rate(&tap(5, 60), at("2026-11-05T10:06:00Z")).unwrap();
    // The clock is put right by some minutes, back before noon: nothing leaves early for that.
    assert_eq!(store.close_buckets(at("2026-11-05T09:58:00Z")).unwrap(), 0);
    assert_eq!(store.close_buckets(at("2026-11-05T10:10:00Z")).unwrap(), 1);
    assert_eq!(
        store.amend_rating(morning.id, &remarks("2014", "rude")),
        Err(StoreError::RatingGone)
    );
    drop(store);

    let conn = database(dir.path());
    assert_eq!(
        records(&conn, "rating"),
        BTreeMap::from([(amended.id.to_string(), amended)])
    );
    assert_eq!(
        stored_ratings(&conn),
        BTreeMap::from([(afternoon.id.to_string(), afternoon)])
    );
}

#[test]
fn a_rating_in_the_bucket_of_a_wrong_clock_leaves_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.rate(&tap(3, 0), at("2099-01-01T10:00:00Z")).unwrap();
    assert_eq!(store.close_buckets(at("2026-11-05T10:00:00Z")).unwrap(), 1);
    // 1970 tells nothing: it is still the lobby's day.
    store.issue(&request("А", 0), at("2026-11-05T10:00:00Z")).unwrap();
    let rating = store.rate(&tap(3, 60), at("1970-01-01T10:00:00Z")).unwrap();
    assert_eq!(rating.bucket.to_string(), "2026-11-05T12:00/PT12H");
}

/// Every place in any file of the folder where `needle` stands.
fn places(dir: &Path, needle: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let bytes = fs::read(entry.path()).unwrap();
        let name = entry.file_name().into_string().unwrap();
        let hits = bytes
            .windows(needle.len())
            .enumerate()
            .filter(|(_, window)| *window == needle.as_bytes());
        found.extend(hits.map(|(offset, _)| (name.clone(), offset)));
    }
    found
}

/// Rates, amends every third, and takes a ticket now and then, as a busy morning does. The ids in the order of the taps.
fn busy_morning(store: &mut Store, taps: u64) -> Vec<RatingId> {
    let mut ids = Vec::new();
    for n in 0..taps {
        let rating = store.rate(&tap(1 + (n % 5) as u8, n * 60), noon()).unwrap();
        if n % 3 == 0 {
            store
                .amend_rating(rating.id, &remarks("first-queue", "first-reason"))
                .unwrap();
            store
                .amend_rating(rating.id, &remarks("queue", "quite-a-long-reason-this-time"))
                .unwrap();
        }
        if n % 7 == 0 {
            store.issue(&request("А", n * 60_000), noon()).unwrap();
        }
        ids.push(rating.id);
    }
    ids
}

/// The pages of all files in which ratings stand, byte for byte, but for the page numbers that they refer to.
fn layout(dir: &Path) -> BTreeSet<Vec<u8>> {
    let ids: BTreeSet<Vec<u8>> = ids_in_table(dir).into_iter().map(String::into_bytes).collect();
    let holds_some = |page: &&[u8]| page.windows(32).any(|window| ids.contains(window));
    let mut pages = BTreeSet::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let file = fs::read(&path).unwrap();
        let found = file.chunks(4096).filter(holds_some).map(without_page_numbers);
        pages.extend(found);
        assert!(
            path.ends_with("parter.db") || !holds_some(&&file[..]),
            "{}",
            path.display()
        );
    }
    pages
}

/// An inner page of SQLite's tree begins with 2; its last child and each row's own are named in four bytes.
fn without_page_numbers(page: &[u8]) -> Vec<u8> {
    let mut page = page.to_vec();
    if page[0] == 2 {
        page[8..12].fill(0);
        for row in 0..usize::from(u16::from_be_bytes([page[3], page[4]])) {
            let at = usize::from(u16::from_be_bytes([page[12 + 2 * row], page[13 + 2 * row]]));
            page[at..at + 4].fill(0);
        }
    }
    page
}

/// The layout of the same rows in a database that they were written to once, sorted by id: it knows no other order.
fn layout_without_history(dir: &Path) -> BTreeSet<Vec<u8>> {
    let fresh = tempfile::tempdir().unwrap();
    drop(open(fresh.path()));
    let conn = database(fresh.path());
    conn.execute("ATTACH ?1 AS old", [dir.join("parter.db").to_str().unwrap()])
        .unwrap();
    conn.execute_batch("PRAGMA secure_delete = ON; BEGIN").unwrap();
    for id in ids_in_table(dir) {
        conn.execute("INSERT INTO main.ratings SELECT * FROM old.ratings WHERE id = ?1", [id])
            .unwrap();
    }
    conn.execute_batch("COMMIT").unwrap();
    drop(conn);
    layout(fresh.path())
}

#[test]
fn the_files_tell_no_order_of_ratings() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for taps in [1, 3, 30, 60, 120] {
        // The store stays open: this is what someone who takes the disk away would find.
        let latest = busy_morning(&mut store, taps);
        let stored = ids_in_table(dir.path());
        let pages = layout(dir.path());
        assert!(
            pages == layout_without_history(dir.path()),
            "{} ratings on {} pages",
            stored.len(),
            pages.len()
        );
        assert!(stored.len() < 200 || pages.len() > 5, "too few pages to tell");
        assert!(latest.iter().all(|id| stored.contains(&id.to_string())));
        assert_eq!(
            places(dir.path(), "first-reason"),
            [],
            "what was amended is overwritten"
        );
    }
}

/// The ids in the table, read beside the open store.
fn ids_in_table(dir: &Path) -> BTreeSet<String> {
    stored_ratings(&database(dir)).into_keys().collect()
}

#[test]
fn ratings_leave_in_random_order_and_nothing_of_them_stays_in_the_table() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let taken: Vec<String> = busy_morning(&mut store, 40).iter().map(ToString::to_string).collect();
    assert_eq!(store.close_buckets(at("2026-11-06T10:00:00Z")).unwrap(), 40);
    drop(store);

    let conn = database(dir.path());
    let mut query = conn
        .prepare("SELECT id FROM outbox WHERE kind = 'rating' ORDER BY position")
        .unwrap();
    let left: Vec<String> = query
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let by_id: Vec<String> = left.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(taken.iter().collect::<BTreeSet<_>>(), left.iter().collect());
    assert_ne!(left, taken, "one chance in 40! of being the order of the taps");
    assert_ne!(left, by_id);
    assert_eq!(stored_ratings(&conn), BTreeMap::new());
    // One place each for the record's id column and its payload.
    assert!(taken.iter().all(|id| places(dir.path(), id).len() == 2));
}

//! An attacker who sees every view, as staff and as the public, on many days, and computes with all of it: adding and
//! subtracting any figures, they never get at fewer than k ratings.
//!
//! Which ratings a figure counts is found from without: the ratings of some cells are given a face of their own, and the
//! figure's faces tell whether they are in it. Figures are then rows, and what can be computed of them is their span.
//! `TEST_FULL=1`, as in `tests/long`, attacks 2,000 lobbies.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
};

use chrono::{Days, NaiveDate};
use parter::{
    feedback::Bucket,
    figures::{Audience, Counts, DayFacts, Period, Satisfaction, Unit, day::RatingFacts},
};
use proptest::prelude::*;

use crate::{algebra::Span, given::day};

/// The ratings of one day, bucket and queue.
#[derive(Debug, Clone)]
struct Cell {
    day: NaiveDate,
    bucket: u32,
    queue: Option<&'static str>,
    counted: u32,
    /// How many of these gave the reason, and the answer.
    marked: u32,
}

const QUEUES: [Option<&str>; 4] = [None, Some("a"), Some("b"), Some("c")];
const REASON: &str = "slow";
const QUESTION: &str = "found";
const BOTH: [Audience; 2] = [Audience::Staff, Audience::Public];

/// Cells around a week that lies in two months, quarters and years.
fn cells() -> impl Strategy<Value = Vec<Cell>> {
    let first = day("2026-12-10");
    let place = (0..40_u64, 0..2_u32, 0..QUEUES.len());
    let count = prop_oneof![3 => 1..4_u32, 2 => 4..8_u32, 1 => 8..30_u32];
    let cells = prop::collection::btree_map(place, (count, 0..30_u32, any::<bool>()), 1..40);
    cells.prop_map(move |cells| {
        let cell = |((offset, bucket, queue), (counted, marked, seldom)): ((u64, u32, usize), (u32, u32, bool))| Cell {
            day: first + Days::new(offset),
            bucket,
            queue: QUEUES[queue],
            counted,
            marked: if seldom { 0 } else { marked % (counted + 1) },
        };
        cells.into_iter().map(cell).collect()
    })
}

/// The lobby's days, where the ratings of `probed` cells chose the faces 2 to 5, a face each, and all others face 1.
fn days(cells: &[Cell], probed: &[usize]) -> Vec<DayFacts> {
    let mut days = BTreeMap::<NaiveDate, DayFacts>::new();
    for (at, cell) in cells.iter().enumerate() {
        let mut faces = [0; 5];
        faces[probed.iter().position(|&probe| probe == at).map_or(0, |face| face + 1)] = cell.counted;
        let opens = cell.day.and_hms_opt(12 * cell.bucket, 0, 0).unwrap();
        let day = days.entry(cell.day).or_insert_with(|| DayFacts {
            day: cell.day,
            lines: vec![],
            open: vec![],
            ratings: vec![],
        });
        day.ratings.push(RatingFacts {
            bucket: Bucket::at(opens, 12),
            queue: cell.queue.map(str::to_owned),
            faces,
            repeated: 0,
            reasons: BTreeMap::from([(REASON.to_owned(), cell.marked)]),
            answers: BTreeMap::from([(QUESTION.to_owned(), BTreeMap::from([("yes".to_owned(), cell.marked)]))]),
        });
    }
    let sorted = |mut day: DayFacts| {
        day.ratings
            .sort_by(|one, other| (one.bucket.opens(), &one.queue).cmp(&(other.bucket.opens(), &other.queue)));
        day
    };
    days.into_values().map(sorted).collect()
}

/// Ratings, and of them only those that are marked where that is what the figure counts.
#[derive(Debug, Clone)]
struct Figure {
    counts: Counts,
    marked: Option<u32>,
}

/// All that one reader sees on one day, by what it is called.
fn seen(days: &[DayFacts], audience: Audience, today: NaiveDate) -> BTreeMap<String, Figure> {
    let satisfaction = Satisfaction::of(&[days], audience, today);
    let mut figures = BTreeMap::new();
    let mut see = |name: String, counts: Counts, marked: Option<u32>| {
        let before = figures.insert(name.clone(), Figure { counts, marked });
        assert!(before.is_none(), "{name} twice");
    };
    let (reason, question) = (satisfaction.reason(REASON), satisfaction.question(QUESTION));
    for period in periods(days) {
        let name = |view: &str| format!("{} {}: {view}", period.first, period.last);
        see(name("total"), satisfaction.total(period), None);
        see(name("across"), satisfaction.across(period), None);
        for (span, counts) in satisfaction.days(period) {
            see(name(&format!("days {span:?}")), counts, None);
        }
        for unit in [Unit::Week, Unit::Month, Unit::Quarter] {
            for (span, counts) in satisfaction.by(unit, period) {
                see(name(&format!("{unit:?} {span:?}")), counts, None);
            }
        }
        let queues = satisfaction.queues(period);
        for (queue, counts) in queues.parts {
            see(name(&format!("queue {queue:?}")), counts, None);
        }
        see(name("queues' rest"), queues.rest, None);
        let slots = satisfaction.slots(period);
        for (slot, counts) in slots.parts {
            see(name(&format!("slot {slot:?}")), counts, None);
        }
        see(name("slots' rest"), slots.rest, None);
        let reason = reason.within(period);
        assert_eq!(reason.share.of, reason.among.counted());
        see(name("reason"), reason.among, Some(reason.share.part));
        let question = question.within(period);
        let answered = question.answered.share.part;
        assert_eq!(question.answers.values().sum::<u32>(), answered);
        see(name("question"), question.answered.among, Some(answered));
    }
    figures
}

/// Every period that a page has, and one that none has.
fn periods(days: &[DayFacts]) -> BTreeSet<Period> {
    let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year];
    let of_units = days.iter().flat_map(|day| units.map(|unit| unit.of(day.day)));
    let odd = Period {
        first: day("2026-12-17"),
        last: day("2027-01-05"),
    };
    of_units.chain([odd]).collect()
}

/// A shown figure as the cells that it counts; of a reason's, also how many of those ratings are marked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    cells: Vec<bool>,
    marked: Option<u32>,
}

fn rows(cells: &[Cell], audience: Audience, today: NaiveDate) -> BTreeMap<String, Row> {
    let plain = seen(&days(cells, &[]), audience, today);
    let row = |figure: Figure| Row {
        cells: vec![false; cells.len()],
        marked: figure.marked,
    };
    let mut rows: BTreeMap<String, Row> = plain.into_iter().map(|(name, figure)| (name, row(figure))).collect();
    let all: Vec<usize> = (0..cells.len()).collect();
    for probed in all.chunks(4) {
        let figures = seen(&days(cells, probed), audience, today);
        assert!(figures.keys().eq(rows.keys()), "faces change what is shown");
        for (row, figure) in rows.values_mut().zip(figures.values()) {
            for (&cell, &count) in probed.iter().zip(&figure.counts.faces[1..]) {
                assert!(
                    count == 0 || count == cells[cell].counted,
                    "a cell is shown whole or not at all"
                );
                row.cells[cell] = count > 0;
            }
        }
    }
    rows
}

/// The rows of a reader who comes back day after day.
fn all_rows(cells: &[Cell], audiences: &[Audience]) -> BTreeSet<Row> {
    let todays = (0..50).step_by(4).map(|offset| day("2026-12-12") + Days::new(offset));
    let last = ["2027-02-01", "2027-04-01", "2028-01-01"].map(day);
    let mut rows_of_all = BTreeSet::new();
    for today in todays.chain(last) {
        for &audience in audiences {
            rows_of_all.extend(rows(cells, audience, today).into_values());
        }
    }
    rows_of_all
}

/// The columns: of each cell the ratings that are not marked, and then of each cell those that are.
fn columns(row: &Row) -> Vec<Vec<bool>> {
    let none = vec![false; row.cells.len()];
    let whole = [row.cells.clone(), row.cells.clone()].concat();
    let marked = row.marked.map(|_| [none, row.cells.clone()].concat());
    [Some(whole), marked].into_iter().flatten().collect()
}

/// Sets of fewer than k ratings, and of one at least, that can be computed of these figures.
fn leaks(cells: &[Cell], figures: &BTreeSet<Vec<bool>>, k: u32) -> Vec<Vec<bool>> {
    let mut span = Span::default();
    for figure in figures {
        span.add(figure);
    }
    let is_few = |set: &Vec<bool>| (1..k).contains(&size(cells, set));
    let mut wanted = targets(cells);
    for one in figures {
        for other in figures {
            let is_part = one.iter().zip(other).all(|(one, other)| *one || !*other);
            if is_part {
                wanted.insert(one.iter().zip(other).map(|(one, other)| *one && !*other).collect());
            }
        }
    }
    wanted.retain(is_few);
    wanted.into_iter().filter(|set| span.holds(set)).collect()
}

/// How many ratings a set of columns is.
fn size(cells: &[Cell], set: &[bool]) -> u32 {
    let unmarked = cells.iter().map(|cell| cell.counted - cell.marked);
    let marked = cells.iter().map(|cell| cell.marked);
    let of_columns = unmarked.chain(marked).zip(set);
    of_columns.filter(|(_, is_in)| **is_in).map(|(count, _)| count).sum()
}

/// What an attacker may want to know: cells, days, weeks and months, of a queue or all, and the marked among them.
fn targets(cells: &[Cell]) -> BTreeSet<Vec<bool>> {
    let mut targets = BTreeSet::new();
    let mut want = |is_in: &dyn Fn(&Cell) -> bool| {
        let set: Vec<bool> = cells.iter().map(is_in).collect();
        let none = vec![false; set.len()];
        targets.insert([set.clone(), set.clone()].concat());
        targets.insert([none.clone(), set.clone()].concat());
        targets.insert([set, none].concat());
    };
    for one in cells {
        want(&|cell| (cell.day, cell.bucket, cell.queue) == (one.day, one.bucket, one.queue));
        for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year] {
            let period = unit.of(one.day);
            want(&|cell| period.contains(cell.day));
            want(&|cell| period.contains(cell.day) && cell.queue == one.queue);
            want(&|cell| period.contains(cell.day) && cell.bucket == one.bucket);
        }
    }
    targets
}

/// Cells that no figure tells apart. Whatever is computed of the figures takes all of them or none.
fn inseparable(cells: &[Cell], rows: &BTreeSet<Row>) -> BTreeMap<Vec<bool>, u32> {
    let mut classes = BTreeMap::<Vec<bool>, u32>::new();
    for (at, cell) in cells.iter().enumerate() {
        let seen_in: Vec<bool> = rows.iter().map(|row| row.cells[at]).collect();
        *classes.entry(seen_in).or_default() += cell.counted;
    }
    // Those that are in no figure.
    classes.retain(|seen_in, _| seen_in.contains(&true));
    classes
}

fn attack(cells: &[Cell], audiences: &[Audience], k: u32) -> Result<(), TestCaseError> {
    let rows = all_rows(cells, audiences);
    for count in inseparable(cells, &rows).into_values() {
        prop_assert!(count >= k, "{count} ratings are shown by themselves");
    }
    let figures: BTreeSet<Vec<bool>> = rows.iter().flat_map(columns).collect();
    let leaks = leaks(cells, &figures, k);
    prop_assert!(leaks.is_empty(), "{leaks:?} can be computed");
    Ok(())
}

/// How many lobbies are attacked.
fn lobbies() -> u32 {
    if env::var_os("TEST_FULL").is_some() { 2000 } else { 24 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: lobbies(), ..ProptestConfig::default() })]

    #[test]
    fn no_computation_gets_at_fewer_than_five(cells in cells()) {
        attack(&cells, &BOTH, 5)?;
    }

    #[test]
    fn the_public_never_gets_at_fewer_than_ten(cells in cells()) {
        attack(&cells, &[Audience::Public], 10)?;
    }
}

fn few(counted: u32, queue: Option<&'static str>, day: &str) -> Cell {
    Cell {
        day: day.parse().unwrap(),
        bucket: 0,
        queue,
        counted,
        marked: 0,
    }
}

/// What hides small cells alone: the attack finds what a subtraction tells.
#[test]
fn the_attack_sees_through_a_suppression_of_small_cells_alone() {
    let cells = [few(7, Some("a"), "2026-12-14"), few(3, Some("b"), "2026-12-14")];
    let total = vec![true, true, true, true];
    let shown_queue = vec![true, false, true, false];
    let naive = BTreeSet::from([total.clone(), shown_queue]);
    let hidden_queue = vec![false, true, false, true];
    assert_eq!(leaks(&cells, &naive, 5), [hidden_queue]);
    assert!(leaks(&cells, &BTreeSet::from([total]), 5).is_empty());
}

/// And one that no single subtraction tells: three queues, each pair of which is shown.
#[test]
fn the_attack_sees_through_sums_that_overlap() {
    let cells = ["a", "b", "c"].map(|queue| few(3, Some(queue), "2026-12-14"));
    let pair = |hidden: usize| -> Vec<bool> { (0..6).map(|at| at % 3 != hidden).collect() };
    let naive: BTreeSet<Vec<bool>> = (0..3).map(pair).collect();
    let one = |queue: usize| -> Vec<bool> { (0..6).map(|at| at % 3 == queue).collect() };
    let found = leaks(&cells, &naive, 5);
    assert!((0..3).all(|queue| found.contains(&one(queue))), "{found:?}");
}

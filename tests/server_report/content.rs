//! What the report says, against computations of its own.

use parter::{
    server::report::{model::Cell, words},
    web::lang::Lang,
};

use crate::{
    given::{LANGS, Town, YEAR},
    tables::{chapter, row, said, table},
};

fn count(cell: &Cell) -> u32 {
    match cell {
        Cell::Count(count) => *count,
        other => panic!("{other:?}"),
    }
}

fn share(cell: &Cell) -> f64 {
    match cell {
        Cell::Share(share) => *share,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_year_is_counted_rating_by_rating() {
    let town = Town::busy();
    let report = town.report(Lang::Bg);
    let mut all = 0;
    for (face, name) in (1..).zip(["Много лошо", "Лошо", "Средно", "Добре", "Отлично"]) {
        let own = town.counted().filter(|rating| u8::from(rating.face) == face).count();
        // “Лошо” begins no other row's name.
        assert_eq!(count(&row(&report, "distribution", name)[1]) as usize, own, "{name}");
        all += own;
    }
    let response = row(&report, "response", "Оценка");
    assert_eq!(count(&response[1]) as usize, all);
    assert_eq!(count(&response[2]), town.visits);
    let visits: u32 = table(&report, "data").rows.iter().map(|row| count(&row[4])).sum();
    assert_eq!(visits, town.visits);
    let repeated = words::number(Lang::Bg, u32::try_from(town.ratings.len() - all).unwrap());
    let said = said(chapter(&report, "methods"));
    assert!(
        said.contains(&format!("Не са броени {repeated}\u{a0}повторни")),
        "{said}"
    );
}

#[test]
fn months_and_places_add_up_to_the_year() {
    let town = Town::busy();
    let report = town.report(Lang::En);
    let all = town.counted().count();
    let sum = |id: &str| {
        table(&report, id)
            .rows
            .iter()
            .map(|row| count(&row[1]) as usize)
            .sum::<usize>()
    };
    assert_eq!(sum("places"), all);
    // A queue with too few in a month is in the quarter's figure, or the year's, alone.
    assert!(sum("months") <= sum("quarters") && sum("quarters") <= all);
    assert!(sum("months") * 100 > all * 97, "{} of {all}", sum("months"));
    let march = town
        .counted()
        .filter(|rating| rating.bucket.opens().format("%Y-%m").to_string() == "2025-03");
    let faces: Vec<u8> = march.map(|rating| rating.face.into()).collect();
    let satisfied = faces.iter().filter(|face| **face >= 4).count();
    let row = row(&report, "months", "March 2025");
    // In so busy a month no queue had too few.
    assert_eq!(count(&row[1]) as usize, faces.len());
    assert!((share(&row[2]) - satisfied as f64 / faces.len() as f64).abs() < 1e-12);
    assert!(share(&row[3]) < share(&row[2]) && share(&row[2]) < share(&row[4]));
}

#[test]
fn reasons_and_answers_are_those_given() {
    let town = Town::busy();
    let report = town.report(Lang::En);
    let own = town
        .counted()
        .filter(|rating| rating.remarks.reasons.contains("chakane"))
        .count();
    is_told(&row(&report, "blame", "Long wait")[1], own);
    let answered = |answer: &str| {
        let given = |rating: &&parter::feedback::Rating| {
            rating
                .remarks
                .answers
                .get("orientatsia")
                .is_some_and(|given| given == answer)
        };
        town.counted().filter(given).count()
    };
    is_told(&row(&report, "question-1", "Yes")[1], answered("da"));
    is_told(&row(&report, "question-1", "No")[1], answered("ne"));
}

/// All of them, but for a last group of each lobby that was too small.
fn is_told(cell: &Cell, own: usize) {
    let told = count(cell) as usize;
    assert!(told <= own && own - told < 20, "{told} of {own}");
}

#[test]
fn promises_stand_beside_what_was_measured() {
    let town = Town::busy();
    let report = town.report(Lang::En);
    let mut waits: Vec<u32> = Vec::new();
    let mut never = 0;
    for line in town.lobbies.values().flatten().flat_map(|day| &day.lines) {
        waits.extend(&line.arranged.called);
        never += line.arranged.never_called;
    }
    waits.sort_unstable();
    let row = row(&report, "promises", "Received within 10 minutes");
    let kept = waits.iter().filter(|wait| **wait <= 600).count() as f64;
    let cases = waits.len() as u32 + never;
    assert_eq!(row[1], Cell::text("within 10 minutes"));
    assert!((share(&row[2]) - kept / f64::from(cases)).abs() < 1e-12);
    assert_eq!(count(&row[3]), cases);
    assert_eq!(
        row[4],
        Cell::Decimal(f64::from(waits[waits.len().div_ceil(2) - 1]) / 60.0)
    );
    assert_eq!(row[6], Cell::text("minutes"));
    let law = crate::tables::row(&report, "promises", "The ordinance, Art. 20");
    assert_eq!(count(&law[3]), town.visits);
    assert!(said(chapter(&report, "promises")).contains("secondary source"));
    let why = crate::tables::row(&report, "unmeasured", "Reachable by telephone");
    assert!(matches!(&why[1], Cell::Text(why) if why.contains("Nothing in the system records")));
    // Each promise is in one of the two, and its words in the third.
    let ours = table(&report, "promises").rows.len() + table(&report, "unmeasured").rows.len();
    assert_eq!(ours, town.pack.promises.len() + 1);
    let quotes = &table(&report, "charter").rows;
    assert_eq!(quotes.len(), town.pack.promises.len());
    assert!(
        quotes
            .iter()
            .all(|row| matches!((&row[1], &row[2]), (Cell::Quote(_), Cell::Text(place)) if place.contains("line ")))
    );
}

#[test]
fn actions_are_the_years() {
    let report = Town::of(10).report(Lang::Bg);
    let actions = &table(&report, "actions").rows;
    assert_eq!(actions.len(), 2);
    assert_eq!(actions[0][0], Cell::text("Сложихме указателни табели на двата входа"));
    assert_eq!(
        actions[1][2],
        Cell::text("Дълго чакане; Не успях да си свърша работата")
    );
    assert_eq!((&actions[0][3], &actions[1][3]), (&Cell::Nothing, &Cell::Count(120)));
}

#[test]
fn too_few_are_withheld_and_said_to_be() {
    let town = Town::small();
    let all = town.counted().count();
    assert!((1..10).contains(&all), "{all}");
    let report = town.report(Lang::Bg);
    assert!(said(chapter(&report, "satisfaction")).contains("толкова малко"));
    assert_eq!(row(&report, "response", "Оценка")[1], Cell::Withheld);
    assert!(report.tables().all(|table| table.id != "distribution"));
    let withheld = said(chapter(&report, "withheld"));
    assert!(withheld.contains("Колко са отговорили: Оценка"), "{withheld}");
    // Nobody is told how few.
    let text = format!("{report:?}");
    assert!(!text.contains(&format!("Count({all})")), "{all}");
}

#[test]
fn nothing_known_is_said_plainly() {
    let mut town = Town::small();
    town.lobbies.clear();
    town.matters.clear();
    let report = town.report(Lang::Bg);
    assert!(said(chapter(&report, "satisfaction")).contains("Няма оценки за годината."));
    assert!(said(chapter(&report, "withheld")).contains("В този отчет нищо не е скрито."));
}

#[test]
fn it_says_whose_figures_they_are() {
    for lang in LANGS {
        let report = Town::of(2).report(lang);
        let about = said(chapter(&report, "about"));
        let (whose, law) = match lang {
            Lang::Bg => ("показатели на общината, не официалният индекс", "чл. 24"),
            Lang::En => ("own figures, not the official satisfaction index", "Art. 24"),
        };
        assert!(about.contains(whose) && about.contains(law), "{about}");
        assert!(report.title.contains(&YEAR.to_string()));
        assert!(!about.contains("междинен") && !about.contains("interim"));
    }
    let mut town = Town::of(2);
    town.today = "2025-12-31".parse().unwrap();
    assert!(said(chapter(&town.report(Lang::Bg), "about")).contains("междинен"));
}

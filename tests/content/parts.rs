//! The parts of a pack that are plain fields: what is meant is what is read back, and nothing else has changed by a byte.

use chrono::NaiveDate;
use parter::{
    content::{
        Pack,
        edit::{
            Cause, blank, charter, numbering,
            part::{
                self, Part, Value,
                schema::{
                    ALL, COMPLAINT_WAYS, CONTACTS_PART, ERRATA, PROMISES_PART, QUESTIONS, QUEUES_PART, SERVICES_PART,
                },
            },
            week::Week,
        },
        files::Files,
        hours::TimeOfDay,
        lint,
        pack::Municipality,
        read::{CHARTER_TEXT, charter_sections, read},
        text::LocalText,
    },
    packs,
};

const PACKS: [&str; 6] = [
    "kyustendil",
    "plovdiv",
    "samokov",
    "peshtera",
    "kostinbrod",
    "./tests/packs/minimal",
];

fn files(pack: &str) -> Files {
    packs::open(pack).unwrap()
}

fn pack(files: &Files) -> Pack {
    let reading = read(files);
    reading.pack.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn text(words: &str) -> Value {
    Value::Text(Some(LocalText::bg(words)))
}

fn line(words: &str) -> Value {
    Value::Line(Some(words.to_owned()))
}

/// The values of an entry with one field changed.
fn with(part: &Part, values: &[Value], field: &str, value: Value) -> Vec<Value> {
    let mut values = values.to_vec();
    let at = part.fields.iter().position(|it| it.name == field).unwrap();
    values[at] = value;
    values
}

fn names(files: &Files, part: &Part) -> Vec<String> {
    part::entries(files, part).into_iter().map(|entry| entry.name).collect()
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let mut seen = 0;
    for name in PACKS {
        let before = files(name);
        for part in ALL {
            for entry in part::entries(&before, part) {
                let after = part::change(&before, part, &entry.name, &entry.values);
                assert_eq!(after.as_ref(), Ok(&before), "{name} {} {}", part.name, entry.name);
                seen += 1;
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

#[test]
fn the_forms_know_every_entry() {
    for name in PACKS {
        let files = files(name);
        let pack = pack(&files);
        let counts = [
            (&QUEUES_PART, pack.queues.queues.len()),
            (&PROMISES_PART, pack.promises.len()),
            (&CONTACTS_PART, pack.contacts.contacts.len()),
            (&COMPLAINT_WAYS, pack.contacts.complaints.ways.len()),
            (&ERRATA, pack.charter.info.errata.len()),
            (&QUESTIONS, pack.survey.questions.len()),
            (&SERVICES_PART, pack.services.len()),
        ];
        for (part, count) in counts {
            assert_eq!(part::entries(&files, part).len(), count, "{name} {}", part.name);
        }
    }
}

#[test]
fn a_queue_is_added_changed_moved_and_taken_away() {
    let before = files("kyustendil");
    let first = part::entries(&before, &QUEUES_PART).remove(0);
    let mut meant = with(&QUEUES_PART, &first.values, "name", text("Каса и данъци"));
    meant = with(&QUEUES_PART, &meant, "letter", line("Я"));
    let (after, id) = part::add(&before, &QUEUES_PART, &meant).unwrap();
    assert_eq!(id, "kasa-i-danatsi");
    let queues = pack(&after).queues.queues;
    let new = queues.last().unwrap();
    assert_eq!((new.letter, new.name.get("bg")), ('Я', "Каса и данъци"));
    let (again, second) = part::add(&after, &QUEUES_PART, &meant).unwrap();
    assert_eq!(second, "kasa-i-danatsi-2", "another id for the same words");
    assert_eq!(part::remove(&again, &QUEUES_PART, &second), Ok(after.clone()));

    let changed = with(&QUEUES_PART, &meant, "last_ticket_minutes", Value::Number(Some(30)));
    let changed = part::change(&after, &QUEUES_PART, &id, &changed).unwrap();
    assert_eq!(pack(&changed).queues.queue(&id).unwrap().last_ticket_minutes, 30);
    let up = part::shift(&changed, &QUEUES_PART, &id, true).unwrap();
    let order = names(&up, &QUEUES_PART);
    assert_eq!(order[order.len() - 2], id);
    assert_eq!(
        part::shift(&up, &QUEUES_PART, &order[0], true),
        Ok(up.clone()),
        "the first stays"
    );
    let gone = part::remove(&changed, &QUEUES_PART, &id).unwrap();
    assert_eq!(pack(&gone).queues, pack(&before).queues);
    let none = part::remove(&gone, &QUEUES_PART, &id).unwrap_err();
    assert_eq!(none[0].cause, Cause::Gone);
}

#[test]
fn a_queue_may_be_open_for_fewer_hours_than_its_place() {
    let before = files("kyustendil");
    let first = part::entries(&before, &QUEUES_PART).remove(0);
    let at = |time: &str| time.parse::<TimeOfDay>().unwrap();
    let mut week = Week::default();
    for day in [0, 2] {
        week.0[day] = vec![(at("9:00"), at("12:00")), (at("13:00"), at("16:30"))];
    }
    let meant = with(&QUEUES_PART, &first.values, "open", Value::Week(week.clone()));
    let after = part::change(&before, &QUEUES_PART, &first.name, &meant).unwrap();
    assert_eq!(Week::of(&pack(&after).queues.queues[0].open), week);
    let again = part::change(&after, &QUEUES_PART, &first.name, &meant);
    assert_eq!(again, Ok(after.clone()), "nothing is meant");
    let none = part::change(&after, &QUEUES_PART, &first.name, &first.values).unwrap();
    assert_eq!(pack(&none).queues, pack(&before).queues);
    week.0[2][1].0 = at("11:00");
    let wrong = with(&QUEUES_PART, &first.values, "open", Value::Week(week));
    let faults = part::change(&before, &QUEUES_PART, &first.name, &wrong).unwrap_err();
    assert_eq!(
        (faults[0].field.as_str(), faults[0].cause),
        ("wed.1.from", Cause::Overlap)
    );
}

#[test]
fn what_is_missing_or_none_of_the_choices_names_its_field() {
    let before = files("kyustendil");
    let first = part::entries(&before, &PROMISES_PART).remove(0);
    let mut meant = with(&PROMISES_PART, &first.values, "text", Value::Text(None));
    meant = with(&PROMISES_PART, &meant, "metric", line("speed"));
    meant = with(&PROMISES_PART, &meant, "section", Value::Line(None));
    meant = with(&PROMISES_PART, &meant, "threshold", Value::Number(Some(10_001)));
    let faults = part::change(&before, &PROMISES_PART, &first.name, &meant).unwrap_err();
    let told: Vec<_> = faults.iter().map(|it| (it.field.as_str(), it.cause)).collect();
    let expected = [
        ("text.bg", Cause::Missing),
        ("metric", Cause::Choice),
        ("threshold", Cause::Count),
        ("section", Cause::Missing),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_question_has_its_answers_in_order() {
    let before = files("./tests/packs/minimal");
    let entry = part::entries(&before, &QUESTIONS).remove(0);
    let answers = Value::Answers(vec![
        (Some(1), LocalText::bg("Не")),
        (None, LocalText::bg("Донякъде")),
        (Some(0), LocalText::bg("Да")),
    ]);
    let meant = with(&QUESTIONS, &entry.values, "answer", answers);
    let after = part::change(&before, &QUESTIONS, &entry.name, &meant).unwrap();
    let question = &pack(&after).survey.questions[0];
    let told: Vec<_> = question
        .answers
        .iter()
        .map(|it| (it.id.as_str(), it.text.get("bg")))
        .collect();
    assert_eq!(told, [("no", "Не"), ("donyakade", "Донякъде"), ("yes", "Да")]);
    let one = with(
        &QUESTIONS,
        &entry.values,
        "answer",
        Value::Answers(vec![(Some(0), LocalText::bg("Да"))]),
    );
    let faults = part::change(&before, &QUESTIONS, &entry.name, &one).unwrap_err();
    assert_eq!(faults[0].field, "answer.1.text.bg");
}

#[test]
fn the_charters_text_is_changed_and_read() {
    let before = files("kyustendil");
    let words = before.text(CHARTER_TEXT).unwrap();
    let windows = words.trim_end().replace('\n', "\r\n");
    assert_eq!(
        charter::change(&before, &windows),
        Ok(before.clone()),
        "ends of lines alone"
    );
    let after = charter::change(&before, &format!("{words}\n## Нов раздел {{#nov}}\n\nС думи.")).unwrap();
    let mut faults = Vec::new();
    let sections = charter_sections(after.text(CHARTER_TEXT).unwrap(), &mut faults);
    assert_eq!(sections.last().unwrap().id, "nov");
    assert_eq!(charter::change(&before, " \n").unwrap_err()[0].cause, Cause::Missing);
}

#[test]
fn a_pack_from_nothing_lacks_its_charter_alone() {
    let municipality = Municipality {
        id: "novo-selo".to_owned(),
        name: LocalText::bg("Община „Ново село“"),
        nsi_code: "VID25".to_owned(),
        ekatte: "52009".to_owned(),
    };
    let files = blank::pack(&municipality, day("2026-11-28")).unwrap();
    assert_eq!(pack(&files).info.municipality, municipality);
    let errors = lint::check(&files, day("2026-11-28")).findings;
    let errors: Vec<_> = errors.iter().filter(|it| it.is_error()).map(|it| it.code).collect();
    assert_eq!(errors, ["empty-charter"]);
    let next = numbering::change(&files, 7, day("2026-12-01")).unwrap();
    assert_eq!(
        (pack(&next).info.version, pack(&next).info.updated),
        (7, day("2026-12-01"))
    );
    let wrong = Municipality {
        id: "Ново село".to_owned(),
        ekatte: String::new(),
        ..municipality
    };
    let faults = blank::pack(&wrong, day("2026-11-28")).unwrap_err();
    let told: Vec<_> = faults.iter().map(|it| (it.field.as_str(), it.cause)).collect();
    assert_eq!(told, [("id", Cause::Id), ("ekatte", Cause::Missing)]);
}

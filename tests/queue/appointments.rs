//! Arranged visits: codes, lists as spreadsheets write them, what is wrong with them, and whether promises were kept.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use parter::{
    content::Pack,
    packs,
    queue::{
        Appointment, AppointmentCode, ArrangedVisit, TicketNumber,
        appointments::{
            Came,
            fault::{Cause, Column, Fault},
            list::{self, LONGEST, MOST, Terms},
            measure::{Kept, Tally, promised_minutes, tally},
        },
    },
    sheet::{self, list::Common},
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

static PACK: LazyLock<Pack> = LazyLock::new(|| packs::load("kyustendil").unwrap());

/// A Monday.
fn terms() -> Terms<'static> {
    Terms {
        pack: &PACK,
        place: PACK.hours.places.first().map(|place| place.id.as_str()),
        today: day("2026-11-23"),
        day: day("2026-11-23"),
    }
}

fn read(text: &str) -> Result<Vec<Appointment>, Vec<Fault>> {
    list::read(text, &terms())
}

fn faults(text: &str) -> Vec<(Option<usize>, Cause)> {
    let faults = read(text).unwrap_err();
    faults.into_iter().map(|fault| (fault.line, fault.cause)).collect()
}

/// Codes, hours in Sofia and queues.
fn told(list: &[Appointment]) -> Vec<(&str, String, &str)> {
    let hour = |at: DateTime<Utc>| {
        at.with_timezone(&chrono_tz::Europe::Sofia)
            .format("%d %H:%M")
            .to_string()
    };
    list.iter()
        .map(|one| (one.code.as_str(), hour(one.at), one.queue.as_str()))
        .collect()
}

#[test]
fn a_code_is_the_same_in_either_alphabet() {
    let code = |text: &str| text.parse::<AppointmentCode>().map(|code| code.to_string());
    assert_eq!(code("К-17"), Ok("K17".to_owned()));
    assert_eq!(code(" k 17 "), code("к17"));
    assert_eq!(code("АВЕКМНОР"), Ok("ABEKMH0P".to_owned()));
    assert_eq!(code("стух"), Ok("CTYX".to_owned()));
    assert_eq!(code("il-o"), Ok("110".to_owned()));
    for wrong in ["", "7", "Ж17", "№17", "12345678901", "Иван Иванов", "К/17"] {
        assert!(code(wrong).is_err(), "{wrong}");
    }
    let made = AppointmentCode::random(&mut rand::rng());
    assert_eq!((made.as_str().len(), code(made.as_str())), (4, Ok(made.to_string())));
}

#[test]
fn a_list_as_a_bulgarian_spreadsheet_writes_it() {
    let text = "Код;Час;Опашка;Услуга\r\nК-17;9:30;kasa;\r\n\r\nК-18;10:00:00;;zadalzhenia\r\n;;;\r\n42;09.05;Каса и местни приходи\r\n";
    let (windows, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let marked = format!("\u{feff}{text}");
    for bytes in [text.as_bytes(), &windows, &utf16, marked.as_bytes()] {
        let list = read(&sheet::decode(bytes)).unwrap();
        assert_eq!(
            told(&list),
            [
                ("K17", "23 09:30".to_owned(), "kasa"),
                ("K18", "23 10:00".to_owned(), "kasa"),
                ("42", "23 09:05".to_owned(), "kasa"),
            ]
        );
        assert_eq!(list[1].service.as_deref(), Some("zadalzhenia"));
        assert_eq!((list[0].letter, list[0].service.as_deref()), ('К', None));
    }
}

#[test]
fn a_list_of_several_days_in_english() {
    let text = "date,queue,code,time\n2026-11-24,К,A1,9:00\n24.11.2026,K,A2,9:15\n,\"kasa\",A1,16:45\n25.11.2026 г.,kasa,A1,9:00\n";
    let list = read(text).unwrap();
    let days: Vec<String> = list.iter().map(|one| one.day.to_string()).collect();
    assert_eq!(days, ["2026-11-24", "2026-11-24", "2026-11-23", "2026-11-25"]);
    assert_eq!(told(&list)[1], ("A2", "24 09:15".to_owned(), "kasa"));
    assert_eq!(read("code\ttime\tqueue\nA1\t9:00\tkasa").unwrap().len(), 1);
}

#[test]
fn a_column_that_is_not_ours_is_refused_by_its_name() {
    let faults = read("код;час;опашка;Име\n17;9:30;kasa;Иван Иванов\n").unwrap_err();
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(
        (fault.line, &fault.cause),
        (Some(1), &Common::UnknownColumn("Име".to_owned()).into())
    );
    let words = fault.words("bg");
    assert!(
        words.starts_with("ред 1: ") && words.contains("«Име»") && words.contains("имена"),
        "{words}"
    );
    let words = fault.to_string();
    assert!(
        words.contains("“Име”") && words.contains("names") && words.contains("delete it"),
        "{words}"
    );
    assert!(!words.contains("Иван"), "{words}");
}

#[test]
fn what_is_wrong_with_the_columns_is_told_at_once() {
    assert_eq!(
        faults("час;час;бележки\n9:30;;\n"),
        [
            (Some(1), Common::ColumnTwice(Column::Time).into()),
            (Some(1), Common::UnknownColumn("бележки".to_owned()).into()),
            (Some(1), Common::NoColumn(Column::Code).into()),
            (Some(1), Cause::NeitherQueueNorService),
        ]
    );
    for empty in ["", "\n\r\n", "код;час;опашка", "код;час;опашка\n;;\n"] {
        assert_eq!(faults(empty), [(None, Cause::Nothing)], "{empty:?}");
    }
}

#[test]
fn each_fault_has_its_line_and_its_column() {
    let text = "код;час;дата;опашка;услуга\r\n\
        17;9:30;;kasa;\r\n\
        Ж1;9:30;;kasa;\r\n\
        18;25:00;;kasa;\r\n\
        \r\n\
        19;9:3;;kasa;\r\n\
        20;;;kasa;\r\n\
        21;9:30;31.02.2026;kasa;\r\n\
        22;9:30;22.11.2026;kasa;\r\n\
        23;9:30;2028-01-10;kasa;\r\n\
        24;9:30;;няма;\r\n\
        25;9:30;;;няма\r\n\
        26;9:30;;;\r\n\
        27;9:30;;kasa;;излишно\r\n\
        17;10:00;;kasa;\r\n\
        28;3:30;28.03.2027;kasa;\r\n";
    let known = [
        "grazhdansko-sastoyanie",
        "kasa",
        "ustroystvo",
        "sobstvenost",
        "delovodstvo",
    ];
    assert_eq!(
        faults(text),
        [
            (Some(3), Cause::Code("Ж1".to_owned())),
            (Some(4), Cause::Time("25:00".to_owned())),
            (Some(6), Cause::Time("9:3".to_owned())),
            (Some(7), Common::Missing(Column::Time).into()),
            (Some(8), Cause::Date("31.02.2026".to_owned())),
            (Some(9), Cause::Past(day("2026-11-22"))),
            (Some(10), Cause::TooFar(day("2028-01-10"))),
            (
                Some(11),
                Cause::Queue {
                    written: "няма".to_owned(),
                    known: known.map(str::to_owned).to_vec()
                }
            ),
            (Some(12), Cause::Service("няма".to_owned())),
            (Some(13), Cause::NoPurpose),
            (Some(14), Common::TooManyFields.into()),
            (
                Some(15),
                Cause::Twice {
                    code: "17".parse().unwrap(),
                    first: 2
                }
            ),
            (Some(16), Cause::NoSuchTime("3:30".to_owned())),
        ]
    );
    let words: Vec<String> = read(text).unwrap_err().iter().map(|fault| fault.words("bg")).collect();
    assert_eq!(
        words[0],
        "ред 3, код: «Ж1» не е код: нужни са от 2 до 10 цифри и букви, които на български и на латиница изглеждат еднакво, например К-17"
    );
    assert_eq!(
        words[11],
        "ред 15, код: кодът 17 вече е на ред 2 за същия ден: сменете единия"
    );
}

#[test]
fn a_list_has_bounds() {
    let rows = |many: usize| {
        let rows: String = (0..many).map(|n| format!("{:04},9:00,kasa\n", 1000 + n)).collect();
        format!("code,time,queue\n{rows}")
    };
    assert_eq!(read(&rows(MOST)).unwrap().len(), MOST);
    assert_eq!(faults(&rows(MOST + 1)), [(None, Cause::TooMany)]);
    assert_eq!(faults(&" ".repeat(LONGEST + 1)), [(None, Cause::TooLong)]);
    let wrong = faults(&rows(60).replace("9:00", "9"));
    assert_eq!((wrong.len(), &wrong[20]), (21, &(None, Common::AndMore(40).into())));
}

/// A row of a generated list: the code's number, the minute of the day, with a date, by service.
type Row = (u16, u32, bool, bool);

fn row() -> impl Strategy<Value = Row> {
    (1000..9999u16, 7 * 60..18 * 60u32, any::<bool>(), any::<bool>())
}

proptest! {
    /// Whatever the separator, the ends of lines and the empty lines: each row is an appointment, or the list is refused.
    #[test]
    fn no_row_is_lost(
        rows in proptest::collection::vec(row(), 1..40),
        separator in prop_oneof![Just(';'), Just(','), Just('\t')],
        end in prop_oneof![Just("\n"), Just("\r\n")],
        gaps in any::<u64>(),
        broken in proptest::option::of((any::<prop::sample::Index>(), 0..3usize)),
    ) {
        let broken = broken.map(|(at, field)| (at.index(rows.len()), field));
        let mut text = ["код", "час", "дата", "опашка", "услуга"].join(&separator.to_string()) + end;
        let mut lines = Vec::new();
        for (n, (code, minute, with_date, by_service)) in rows.iter().enumerate() {
            if gaps >> (n % 64) & 1 == 1 {
                text.push_str(end);
            }
            lines.push(1 + text.matches('\n').count());
            let (queue, service) = if *by_service { ("", "zadalzhenia") } else { ("kasa", "") };
            let mut fields = [
                code.to_string(),
                format!("{}:{:02}", minute / 60, minute % 60),
                if *with_date { "24.11.2026".to_owned() } else { String::new() },
                queue.to_owned(),
                service.to_owned(),
            ];
            if let Some((_, field)) = broken.filter(|(at, _)| *at == n) {
                fields[field] = "няма такова".to_owned();
            }
            text.push_str(&fields.join(&separator.to_string()));
            text.push_str(end);
        }
        let days = |row: &Row| (row.0, row.2);
        let first = |n: usize| rows[..n].iter().enumerate().position(|(at, row)| {
            days(row) == days(&rows[n]) && broken.is_none_or(|(wrong, _)| wrong != at)
        });
        let is_broken = |n: usize| broken.is_some_and(|(at, _)| at == n);
        let wrong: Vec<usize> = (0..rows.len()).filter(|n| is_broken(*n) || first(*n).is_some()).map(|n| lines[n]).collect();
        match read(&text) {
            Ok(list) => {
                prop_assert!(wrong.is_empty(), "taken although lines {wrong:?} are wrong");
                prop_assert_eq!(list.len(), rows.len());
                for (one, (code, minute, with_date, by_service)) in list.iter().zip(&rows) {
                    let hour = one.at.with_timezone(&chrono_tz::Europe::Sofia);
                    prop_assert_eq!(one.code.as_str(), code.to_string());
                    prop_assert_eq!(hour.hour() * 60 + hour.minute(), *minute);
                    prop_assert_eq!(one.day, day(if *with_date { "2026-11-24" } else { "2026-11-23" }));
                    prop_assert_eq!(one.service.is_some(), *by_service);
                }
            }
            Err(faults) => {
                let told: Vec<usize> = faults.iter().filter_map(|fault| fault.line).collect();
                let most = wrong.len().min(20);
                prop_assert_eq!(&told[..], &wrong[..most]);
            }
        }
    }

    /// Bytes of any kind are an answer, never a panic.
    #[test]
    fn anything_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let text = sheet::decode(&bytes).into_owned();
        let headed = format!("code,time,queue\n{text}");
        for text in [text, headed] {
            if let Err(faults) = read(&text) {
                prop_assert!(!faults.is_empty());
            }
        }
    }
}

/// Arranged for that minute; came and was called at those.
fn visit(hour: i64, came: Option<(i64, Option<i64>)>) -> ArrangedVisit {
    let minute = |minute: i64| "2026-11-23T08:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute);
    ArrangedVisit {
        appointment: Appointment {
            day: day("2026-11-23"),
            code: "17".parse().unwrap(),
            at: minute(hour),
            queue: "kasa".to_owned(),
            letter: 'К',
            service: None,
        },
        came: came.map(|(arrived, called)| Came {
            number: TicketNumber { letter: 'К', seq: 1 },
            arrived: minute(arrived),
            called: called.map(minute),
        }),
    }
}

#[test]
fn the_promise_is_measured_from_the_arrival_and_not_before_the_hour() {
    let now = "2026-11-23T09:00:00Z".parse().unwrap();
    let visits = [
        visit(30, None),
        // In time, called after 10 minutes: just so.
        visit(0, Some((0, Some(10)))),
        visit(0, Some((0, Some(11)))),
        // Late: from the arrival.
        visit(0, Some((20, Some(25)))),
        // Early: from the hour, and called before it, at once.
        visit(30, Some((5, Some(38)))),
        visit(50, Some((5, Some(20)))),
        // Waits: since 11 minutes, since 3, and for an hour that is still to come.
        visit(40, Some((49, None))),
        visit(40, Some((57, None))),
        visit(70, Some((10, None))),
    ];
    assert_eq!(
        tally(&visits, Some(10), now),
        Tally {
            arranged: 9,
            came: 8,
            called: 5,
            promise: Some(Kept {
                minutes: 10,
                within: 4,
                late: 2
            }),
            median_seconds: Some(8 * 60),
        }
    );
    assert_eq!(tally(&visits, None, now).promise, None);
    assert_eq!(tally(&[], Some(10), now).median_seconds, None);
}

#[test]
fn what_is_promised_stands_in_the_charter() {
    let minutes = ["kyustendil", "plovdiv", "samokov"].map(|name| promised_minutes(&packs::load(name).unwrap()));
    assert_eq!(minutes, [Some(10), None, None]);
}

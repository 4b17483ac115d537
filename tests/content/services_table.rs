//! The table of services, for any services and any table: what goes out comes back, and nothing breaks a pack.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::NaiveDate;
use parter::{
    content::{
        Pack,
        edit::service_record,
        exchange::services::{self, Cause},
        files::Files,
        read::{SERVICES, read},
        service::{Channel, ChannelKind, Currency, Evidence, Fee, LifeEvent, Service, Source, Speed, Tier},
        text::LocalText,
    },
    packs, sheet,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};

/// A pack of two languages without a service.
static EMPTY: LazyLock<Files> = LazyLock::new(|| {
    let mut files = packs::open("./tests/packs/minimal").unwrap();
    files.insert(SERVICES, "# Все още няма услуги.\n");
    files
});

fn pack(files: &Files) -> Pack {
    let reading = read(files);
    reading.pack.unwrap_or_else(|| panic!("{:?}", reading.findings))
}

/// The pack with these services.
fn with(services: &[Service]) -> Files {
    service_record::put(&EMPTY, &pack(&EMPTY), services).unwrap()
}

fn table(pack: &Pack) -> String {
    sheet::decode(&services::export(pack)).into_owned()
}

/// Words of any letters, of which none has a meaning in a table.
fn tame() -> BoxedStrategy<String> {
    "[а-яА-Яa-zA-Z0-9№][а-яА-Яa-z0-9 .,;:\"'()=+@€-]{0,18}[а-яa-z0-9.)\"]".boxed()
}

/// Whatever a TOML file can hold.
fn wild() -> BoxedStrategy<String> {
    "[ \\t\\r\\n|–'\"=+@;,а-яa-z0-9\\u{1}\\u{feff}\\u{301}🙂-]{0,12}[а-яa-z][ \\t\\r\\n|–'=;а-я-]{0,8}".boxed()
}

fn local(words: &BoxedStrategy<String>) -> BoxedStrategy<LocalText> {
    (words.clone(), option::of(words.clone()))
        .prop_map(|(bg, en)| {
            let en = en.map(|en| ("en".to_owned(), en));
            LocalText(
                [("bg".to_owned(), bg)]
                    .into_iter()
                    .chain(en)
                    .collect::<BTreeMap<_, _>>(),
            )
        })
        .boxed()
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (2000..2030, 1..366u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
}

fn tier(speed: Speed, words: &BoxedStrategy<String>) -> impl Strategy<Value = Tier> + use<> {
    let duration = select(vec![
        ("P7D", false),
        ("P7D", true),
        ("P07D", true),
        ("PT24H", false),
        ("PT24H", true),
        ("P1M", false),
        ("P1Y6M", true),
        ("PT0S", false),
        ("P2W", false),
    ]);
    (option::of(duration), local(words)).prop_map(move |(duration, text)| Tier {
        speed,
        duration: duration.map(|(iso, _)| iso.to_owned()),
        working_days: duration.is_some_and(|(_, working_days)| working_days),
        text,
    })
}

fn fee(speed: Speed, words: &BoxedStrategy<String>) -> impl Strategy<Value = Fee> + use<> {
    let currency = select(vec![Currency::Bgn, Currency::Eur]);
    (any::<u32>(), currency, option::of(day()), words.clone(), any::<bool>()).prop_map(
        move |(cents, currency, date, source, confirmed)| Fee {
            speed,
            cents,
            currency,
            date,
            source,
            confirmed,
        },
    )
}

/// At most one of each speed.
fn by_speed<T: Clone + std::fmt::Debug + 'static>(all: [BoxedStrategy<T>; 3]) -> impl Strategy<Value = Vec<T>> {
    let [one, two, three] = all.map(option::of);
    (one, two, three).prop_map(|(one, two, three)| [one, two, three].into_iter().flatten().collect())
}

fn service(words: &BoxedStrategy<String>) -> impl Strategy<Value = Service> + use<> {
    let text = local(words);
    let evidence =
        (text.clone(), option::of(text.clone()), any::<bool>()).prop_map(|(name, condition, ex_officio)| Evidence {
            name,
            condition,
            ex_officio,
        });
    let channel = (
        select(ChannelKind::ALL.to_vec()),
        option::of(text.clone()),
        option::of("https://[a-z]{1,8}\\.bg/[a-z?=&]{0,8}"),
    )
        .prop_map(|(kind, text, url)| Channel { kind, text, url });
    let plain = || option::of(words.clone());
    let local = || option::of(text.clone());
    let source =
        (words.clone(), option::of(day()), any::<bool>(), plain()).prop_map(|(text, date, confirmed, note)| Source {
            text,
            date,
            confirmed,
            note,
        });
    let head = (
        text.clone(),
        plain(),
        any::<bool>(),
        plain(),
        vec(words.clone(), 0..3),
        local(),
        local(),
    );
    let lists = (
        vec(words.clone(), 0..3),
        vec(evidence, 0..4),
        by_speed(Speed::ALL.map(|speed| tier(speed, words).boxed())),
        by_speed(Speed::ALL.map(|speed| fee(speed, words).boxed())),
        vec(channel, 0..3),
        subsequence(LifeEvent::ALL.to_vec(), 0..3),
    );
    let rest = (local(), local(), local(), local(), source);
    (head, lists, rest).prop_map(|(head, lists, rest)| {
        let (name, register_number, number_matched, local_code, keywords, description, room) = head;
        let (legal_basis, evidence, tiers, fees, channels, life_events) = lists;
        let (fee_note, result, validity, form, source) = rest;
        Service {
            id: String::new(),
            register_number,
            number_matched,
            local_code,
            name,
            keywords,
            description,
            unit: None,
            room,
            legal_basis,
            evidence,
            tiers,
            fees,
            fee_note,
            channels,
            result,
            validity,
            form,
            life_events,
            source,
        }
    })
}

fn services(words: &BoxedStrategy<String>) -> impl Strategy<Value = Vec<Service>> + use<> {
    vec(service(words), 1..4).prop_map(|mut services| {
        for (at, service) in services.iter_mut().enumerate() {
            service.id = format!("usluga-{at}");
        }
        services
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever stands in the pack, also what no cell can say without loss.
    #[test]
    fn a_table_that_comes_back_changes_nothing(services in services(&wild())) {
        let files = with(&services);
        let pack = pack(&files);
        prop_assert_eq!(&pack.services, &services);
        let import = services::read(&table(&pack), &pack, "list.csv");
        prop_assert_eq!(&import.faults, &[]);
        prop_assert_eq!(&import.changes, &[]);
        prop_assert_eq!(import.same, services.len());
        prop_assert_eq!(import.apply(&files, &pack).unwrap(), files);
    }

    #[test]
    fn a_table_says_all_of_a_service(services in services(&tame())) {
        let table = table(&pack(&with(&services)));
        let empty = pack(&EMPTY);
        let import = services::read(&table, &empty, "list.csv");
        prop_assert_eq!(&import.faults, &[]);
        let read: Vec<Service> = import.changes.into_iter().map(|change| change.service).collect();
        prop_assert_eq!(read, services);
    }

    /// The cells of one service in the row of another: it becomes that one, and the file says so.
    #[test]
    fn one_service_becomes_another(before in service(&tame()), after in service(&tame())) {
        let named = |service: Service| Service { id: "usluga".to_owned(), ..service };
        let (before, after) = (named(before), named(after));
        let table = table(&pack(&with(std::slice::from_ref(&after))));
        let files = with(&[before]);
        let old = pack(&files);
        let import = services::read(&table, &old, "list.csv");
        prop_assert_eq!(&import.faults, &[]);
        let mut new = pack(&import.apply(&files, &old).unwrap()).services;
        // A speed that was not there comes last.
        new[0].tiers.sort_by_key(|tier| tier.speed);
        new[0].fees.sort_by_key(|fee| fee.speed);
        prop_assert_eq!(new, [after]);
    }

    #[test]
    fn no_table_breaks_a_pack(
        services in services(&wild()),
        cells in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), wild()), 1..6),
        cut in option::of(any::<prop::sample::Index>()),
    ) {
        let files = with(&services);
        let pack = pack(&files);
        let mut rows: Vec<Vec<String>> = sheet::rows(&table(&pack))
            .map(|(_, row)| row.iter().map(str::to_owned).collect())
            .collect();
        for (row, cell, words) in cells {
            let row = row.index(rows.len());
            let cell = cell.index(rows[row].len());
            rows[row][cell] = words;
        }
        let bytes = sheet::write(rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()));
        let text = sheet::decode(&bytes).into_owned();
        let end = cut.map_or(text.len(), |cut| cut.index(text.len()));
        let end = (0..=end).rfind(|end| text.is_char_boundary(*end)).unwrap();
        let import = services::read(&text[..end], &pack, "list.csv");
        let changed = import.apply(&files, &pack).unwrap();
        let reading = read(&changed);
        prop_assert!(reading.pack.is_some(), "{:?}", reading.findings);
        // Every row is taken, as it was, or told of.
        let told = import.faults.iter().any(|fault| fault.line.is_none_or(|line| line > 1));
        let taken = import.changes.len() + import.same;
        prop_assert!(taken >= services.len() || told || end < text.len());
    }
}

fn one() -> (Files, Pack) {
    let files = packs::open("kyustendil").unwrap();
    let pack = pack(&files);
    (files, pack)
}

/// The causes of a table's faults, with line and column.
fn faults(text: &str) -> Vec<(Option<usize>, String, Cause)> {
    let (_, pack) = one();
    let faults = services::read(text, &pack, "list.csv").faults;
    let heading = |column: Option<parter::content::exchange::services::column::Column>| {
        column.map(|column| column.heading()).unwrap_or_default()
    };
    faults
        .into_iter()
        .map(|fault| (fault.line, heading(fault.column), fault.cause))
        .collect()
}

#[track_caller]
fn tells(table: &str, line: usize, column: &str, cause: Cause) {
    assert_eq!(faults(table), [(Some(line), column.to_owned(), cause)], "{table}");
}

#[test]
fn a_table_without_anything_or_without_a_key_is_refused() {
    assert_eq!(faults(""), [(None, String::new(), Cause::Nothing)]);
    assert_eq!(faults("Такса\n5 €\n"), [(None, String::new(), Cause::NoKey)]);
    let long = "Наименование\n".to_owned() + &"а\n".repeat(2 << 20);
    assert_eq!(faults(&long), [(None, String::new(), Cause::TooLong)]);
    let many = "id;Наименование\n".to_owned() + &(0..2_001).map(|id| format!("n{id};Име\n")).collect::<String>();
    tells(&many, 2_002, "", Cause::TooMany);
}

#[test]
fn each_cell_that_can_t_be_meant_is_told_by_line_and_column() {
    let text = str::to_owned;
    tells(
        "id;Такса\n2076;пет\n",
        2,
        "Такса – обикновена",
        Cause::Amount(text("пет")),
    );
    tells(
        "id;Такса\n2076;5,5 €\n",
        2,
        "Такса – обикновена",
        Cause::Amount(text("5,5 €")),
    );
    tells(
        "id;Такса\n2076;5 долара\n",
        2,
        "Такса – обикновена",
        Cause::Amount(text("5 долара")),
    );
    tells(
        "id;Дата на таксата\n2076;31.02.2026\n",
        2,
        "Дата на таксата – обикновена",
        Cause::Day(text("31.02.2026")),
    );
    tells(
        "id;Такса – бърза;Дата на таксата – бърза\n2076;;1.2.2026\n",
        2,
        "Дата на таксата – бърза",
        Cause::NoFee,
    );
    tells(
        "id;Продължителност\n2076;скоро\n",
        2,
        "Продължителност – обикновена",
        Cause::Duration(text("скоро")),
    );
    tells(
        "id;Потвърдено\n2076;може би\n",
        2,
        "Потвърдено",
        Cause::YesOrNo(text("може би")),
    );
    tells(
        "id;Житейски събития\n2076;раждане, пенсия\n",
        2,
        "Житейски събития",
        Cause::LifeEvent(text("пенсия")),
    );
    tells(
        "id;Начини на заявяване\n2076;с гълъб\n",
        2,
        "Начини на заявяване",
        Cause::Channel(text("с гълъб")),
    );
    tells(
        "id;Документи\n2076;а | б | в | г\n",
        2,
        "Документи",
        Cause::Parts(text("а | б | в | г")),
    );
    let lines = Cause::Lines { found: 2, expected: 1 };
    tells("id;Документи (en)\n2076;\"A\nB\"\n", 2, "Документи (en)", lines);
    tells("id;Описание (en)\n2076;Copy\n", 2, "Описание (en)", Cause::Missing);
    tells("id;Наименование\n2076;\n", 2, "Наименование", Cause::Missing);
    tells(
        "id;Наименование\nнов;Нова\n",
        2,
        "Идентификатор",
        Cause::Id(text("нов")),
    );
    tells("id;Стая\nnova;3\n", 2, "Наименование", Cause::Missing);
    tells(
        "id;Звено\n2076;Отдел за чудеса\n",
        2,
        "Звено",
        Cause::Unit(text("Отдел за чудеса")),
    );
    tells("id;Наименование\n2076;Име;още\n", 2, "", Cause::TooManyFields);
    tells("id;Стая\n2076;3\n2076;4\n", 3, "", Cause::Twice { first: 2 });
    tells(
        "id;Температура\n2076;3\n",
        1,
        "",
        Cause::UnknownColumn(text("Температура")),
    );
    tells("id;Стая (de)\n2076;3\n", 1, "", Cause::UnknownColumn(text("Стая (de)")));
    let long = "а".repeat(4_001);
    tells(
        &format!("id;Описание\n2076;{long}\n"),
        2,
        "Описание",
        Cause::CellTooLong,
    );
}

#[test]
fn faults_are_told_in_both_languages_with_a_mend() {
    let (_, pack) = one();
    let import = services::read("id;Такса\n2076;5\n", &pack, "list.csv");
    let [fault] = &import.faults[..] else {
        panic!("{import:?}")
    };
    assert_eq!(
        fault.words("bg"),
        "ред 2, «Такса – обикновена»: «5» е без валута: пишете 5 € или 5 лв."
    );
    assert_eq!(
        fault.words("en"),
        "line 2, «Такса – обикновена»: «5» has no currency: write 5 € or 5 лв."
    );
}

#[test]
fn what_a_table_has_no_column_for_stays() {
    let (files, pack) = one();
    let import = services::read(
        "Наименование;Стая\nИздаване на удостоверение за раждане – дубликат;12\n",
        &pack,
        "l.csv",
    );
    assert_eq!(import.without_row, pack.services.len() - 1);
    let changed = import.apply(&files, &pack).unwrap();
    let reading = read(&changed);
    let after = reading.pack.unwrap();
    let mut expected = pack.services.clone();
    let service = expected.iter_mut().find(|service| service.id == "2076").unwrap();
    service.room = Some(LocalText::bg("12"));
    assert_eq!(after.services, expected);
}

#[test]
fn cells_that_spreadsheets_take_for_formulas_are_marked_and_come_back() {
    let mut service = pack(&packs::open("kyustendil").unwrap()).services.remove(0);
    for name in ["=1+1", "+359", "-5", "@sum", "'=1"] {
        service.name = LocalText::bg(name);
        let table = table(&pack(&with(&[Service {
            unit: None,
            ..service.clone()
        }])));
        assert!(table.contains(&format!(";'{name};")), "{table}");
        let import = services::read(&table, &pack(&EMPTY), "l.csv");
        assert_eq!(import.changes[0].service.name.get("bg"), name);
    }
}

//! A service's ways to apply, and what a place has besides its week: what is meant is what is read back, and nothing else has
//! changed by a byte.

use parter::{
    content::{
        Pack, difference,
        edit::{
            Cause, Fault,
            place_hours::{self, Form},
            services,
        },
        files::Files,
        hours::{Extended, Reception, Span},
        read::{HOURS, SERVICES, read},
        service::{Channel, ChannelKind},
        text::LocalText,
    },
    packs,
};

fn pack(files: &Files) -> Pack {
    read(files).pack.unwrap()
}

/// A built-in pack with one of its documents written otherwise.
fn with(name: &str, file: &str, (was, is): (&str, &str)) -> Files {
    let mut files = packs::open(name).unwrap();
    let written = files.text(file).unwrap();
    assert!(written.contains(was), "{was}");
    let written = written.replacen(was, is, 1);
    files.insert(file, written);
    files
}

fn told(before: &Files, after: &Files) -> Vec<String> {
    let told = difference::between(before, after);
    told.iter().map(ToString::to_string).collect()
}

fn channel(kind: ChannelKind, url: Option<&str>) -> Channel {
    Channel {
        kind,
        text: None,
        url: url.map(str::to_owned),
    }
}

const DESK: &str = "\n[[service.channel]]\nkind = \"in_person\"\ntext = { bg = \"на гише\", en = \"at the desk\" }\n";

#[test]
fn ways_to_apply_are_added_moved_and_taken_away_with_their_comments() {
    let own = format!("\n# Seen there.{DESK}");
    let before = with("kostinbrod", SERVICES, (DESK, &own));
    let mut form = services::Form::of(pack(&before).service("1997").unwrap());
    let web = channel(ChannelKind::EDelivery, Some("https://edelivery.egov.bg"));
    form.channels.push((None, web.clone()));
    let added = services::change(&before, "1997", &form).unwrap();
    let new = "\n[[service.channel]]\nkind = \"e_delivery\"\nurl = \"https://edelivery.egov.bg\"\n";
    let written = |files: &Files| files.text(SERVICES).unwrap().to_owned();
    assert_eq!(
        written(&added),
        written(&before).replacen(&own, &format!("{own}{new}"), 1)
    );
    assert_eq!(pack(&added).service("1997").unwrap().channels[1], web);

    let mut form = services::Form::of(pack(&added).service("1997").unwrap());
    form.channels.swap(0, 1);
    let moved = services::change(&added, "1997", &form).unwrap();
    assert_eq!(told(&added, &moved), ["service 1997: channel, in another order"]);
    assert_eq!(
        written(&moved),
        written(&before).replacen(&own, &format!("{new}{own}"), 1)
    );
    form = services::Form::of(pack(&moved).service("1997").unwrap());
    form.channels.remove(0);
    assert_eq!(services::change(&moved, "1997", &form), Ok(before.clone()));

    form.channels[0].1.text = Some(LocalText::default());
    form.channels[0].1.url = Some("x".repeat(4_001));
    let faults = services::change(&before, "1997", &form).unwrap_err();
    let expected = [
        Fault::of("channel.0.text.bg", Cause::Missing),
        Fault::of("channel.0.url", Cause::TooLong(4_000)),
    ];
    assert_eq!(faults, expected);
}

fn place(files: &Files) -> Form {
    Form::of(&pack(files).hours.places[0])
}

fn change(files: &Files, form: &Form) -> Result<Files, Vec<Fault>> {
    place_hours::change(files, &pack(files).hours, "obshtina", form)
}

fn span(days: &[&str], from: &str, to: &str) -> Span {
    Span {
        days: days.iter().map(|day| day.parse().unwrap()).collect(),
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    }
}

#[test]
fn reception_days_are_written_beside_hours_that_stay_as_they_were_written() {
    let before = with(
        "kyustendil",
        HOURS,
        ("\n[[place.reception]]", "\n# Of 2019.\n[[place.reception]]"),
    );
    let mut form = place(&before);
    form.receptions[0].1.who = LocalText::bg("Кметът");
    form.receptions.push((
        None,
        Reception {
            who: LocalText::bg("Главният архитект"),
            span: Some(span(&["mon", "thu"], "14:00", "16:30")),
            note: None,
        },
    ));
    let after = change(&before, &form).unwrap();
    let written = after.text(HOURS).unwrap();
    for kept in [
        "# Of 2019.\n[[place.reception]]\nwho = { bg = \"Кметът\" }\n",
        "span = { days = [\"wed\"], from = \"10,00\", to = \"12,00\" }",
        "\n[[place.reception]]\nwho = { bg = \"Главният архитект\" }\nspan = { days = [\"mon\", \"thu\"], from = \"14:00\", to = \"16:30\" }\n",
    ] {
        assert!(written.contains(kept), "{kept}\nin\n{written}");
    }
    let mut again = place(&after);
    assert_eq!(change(&after, &again), Ok(after.clone()), "nothing is meant");
    again.receptions.swap(0, 1);
    let moved = change(&after, &again).unwrap();
    assert_eq!(told(&after, &moved).len(), 1);
    again = place(&moved);
    again.receptions[0].1.span = None;
    let unknown = change(&moved, &again).unwrap();
    assert_eq!(pack(&unknown).hours.places[0].receptions[0].span, None);
    assert_eq!(place(&unknown).receptions[1].1, place(&moved).receptions[1].1);
    again = place(&unknown);
    again.receptions.clear();
    let none = change(&unknown, &again).unwrap();
    assert_eq!(pack(&none).hours.places[0].receptions, []);
    let without = before.text(HOURS).unwrap().split("\n# Of 2019.").next().unwrap();
    assert_eq!(none.text(HOURS), Some(without), "with their own comment");
}

#[test]
fn extended_hours_are_set_changed_and_taken_away() {
    let before = packs::open("kyustendil").unwrap();
    let mut form = place(&before);
    let basis = LocalText::bg("чл. 10, ал. 4 на Наредбата за административно обслужване");
    form.extended = Some(Extended {
        until: "19:00".parse().unwrap(),
        basis,
    });
    let after = change(&before, &form).unwrap();
    assert_eq!(place(&after), form);
    let line = "extended = { until = \"19:00\", basis = { bg = \"чл. 10, ал. 4 на Наредбата за административно обслужване\" } }\n";
    assert!(
        after.text(HOURS).unwrap().contains(line),
        "{}",
        after.text(HOURS).unwrap()
    );
    form.extended = None;
    assert_eq!(change(&after, &form), Ok(before));

    // As somebody wrote it, also beside another change.
    let dotted = with("plovdiv", HOURS, ("until = \"19:15\"", "until = \"19.15\""));
    let hours = pack(&dotted).hours;
    let mut other = Form::of(&hours.places[0]);
    other.extended.as_mut().unwrap().basis = LocalText::bg("чл. 10");
    let changed = place_hours::change(&dotted, &hours, &hours.places[0].id, &other).unwrap();
    assert!(
        changed
            .text(HOURS)
            .unwrap()
            .contains("{ until = \"19.15\", basis = { bg = \"чл. 10\" } }")
    );
}

#[test]
fn what_is_missing_in_a_places_form_names_its_field() {
    let before = packs::open("kyustendil").unwrap();
    let mut form = place(&before);
    form.extended = Some(Extended {
        until: "19:00".parse().unwrap(),
        basis: LocalText::default(),
    });
    form.receptions[0].1.who = LocalText::default();
    form.receptions[0].1.span = Some(span(&[], "12:00", "10:00"));
    let expected = [
        Fault::of("extended.basis.bg", Cause::Missing),
        Fault::of("reception.0.who.bg", Cause::Missing),
        Fault::of("reception.0.days", Cause::Missing),
        Fault::of("reception.0.to", Cause::HoursBackwards),
    ];
    assert_eq!(change(&before, &form), Err(expected.into()));
}

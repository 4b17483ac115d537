//! Charts: their scales, what they say without eyes, and what is withheld in them.

use parter::{
    server::chart::{
        Mark,
        bars::{Bar, Bars},
        columns::{Column, Columns},
        data::Data,
        heat::Heat,
        scale::Scale,
    },
    web::lang::Lang,
};
use proptest::prelude::*;

#[test]
fn a_scale_ends_on_a_round_number_that_holds_everything() {
    for (most, marks) in [
        (0.0, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.93, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (1.0, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (7.0, vec![0.0, 2.0, 4.0, 6.0, 8.0]),
        (12.0, vec![0.0, 2.5, 5.0, 7.5, 10.0, 12.5]),
        (412.0, vec![0.0, 100.0, 200.0, 300.0, 400.0, 500.0]),
    ] {
        let scale = Scale::up_to(most);
        let close = |(one, other): (&f64, &f64)| (one - other).abs() < 1e-9;
        assert!(
            scale.marks().len() == marks.len() && scale.marks().iter().zip(&marks).all(close),
            "{most}: {:?}",
            scale.marks()
        );
    }
    assert_eq!(Scale::whole().marks(), [0.0, 0.25, 0.5, 0.75, 1.0]);
    assert_eq!(Scale::whole().part(0.4), 0.4);
    assert_eq!(Scale::up_to(f64::NAN).part(0.5), 0.5);
}

proptest! {
    #[test]
    fn whatever_is_shown_fits_and_stays_in_order(most in 1e-6..1e9_f64, share in 0.0..1.0_f64) {
        let scale = Scale::up_to(most);
        let marks = scale.marks();
        prop_assert!((2..=7).contains(&marks.len()), "{:?}", marks);
        prop_assert!(scale.part(most) > 0.5 && scale.part(most) <= 1.0);
        prop_assert!(scale.part(most * share) <= scale.part(most));
        prop_assert!((scale.part(marks[marks.len() - 1]) - 1.0).abs() < 1e-9);
        prop_assert_eq!(scale.part(-1.0), 0.0);
    }
}

fn column(label: &str, mark: Mark) -> Column {
    Column {
        label: label.to_owned(),
        name: format!("{label} 2026"),
        mark,
    }
}

#[test]
fn what_is_withheld_is_hatched_and_said_and_never_drawn_as_zero() {
    let columns = [
        column("Jan", Mark::exact(0.5)),
        column("Feb", Mark::Withheld),
        column("Mar", Mark::Nothing),
    ];
    let data = Data::of(&["Month", "Share"]);
    let chart = Columns {
        id: "course",
        title: "Share",
        summary: "Half.",
        columns: &columns,
        of_one: true,
        interval: None,
        data: &data,
    };
    let drawn = chart.html(Lang::En).into_string();
    assert_eq!(drawn.matches("class=\"mark\"").count(), 1);
    assert_eq!(drawn.matches("class=\"withheld\" x=").count(), 1, "{drawn}");
    assert!(drawn.contains("url(#course-hatch)") && drawn.contains("withheld: there are so few"));
    for label in ["Jan", "Feb", "Mar"] {
        assert!(drawn.contains(&format!(">{label}</text>")));
    }
    let without = Columns {
        columns: &columns[..1],
        ..chart
    };
    assert!(!without.html(Lang::En).into_string().contains("withheld"));
}

#[test]
fn a_chart_is_a_picture_with_a_name_a_summary_and_a_table() {
    let mut data = Data::of(&["Reason", "Times"]);
    data.rows.push(vec!["<b>quick</b>".to_owned(), "7".to_owned()]);
    let bars = [Bar {
        label: "<b>quick</b>".to_owned(),
        value: Some(7.0),
        shown: "7".to_owned(),
    }];
    let chart = Bars {
        id: "praise",
        title: "Praise & blame",
        summary: "quick: 7",
        bars: &bars,
        of_one: false,
        data: &data,
    };
    let drawn = chart.html(Lang::Bg).into_string();
    assert!(drawn.contains("role=\"img\" aria-labelledby=\"praise-title praise-summary\""));
    assert!(drawn.contains("<title id=\"praise-title\">Praise &amp; blame</title>"));
    assert!(drawn.contains("<desc id=\"praise-summary\">quick: 7</desc>"));
    assert!(
        drawn.contains("<caption>Praise &amp; blame</caption>")
            && drawn.contains("<th scope=\"row\" role=\"rowheader\">&lt;b&gt;quick")
    );
    assert!(!drawn.contains("<b>") && !drawn.contains("style=") && !drawn.contains("<script"));
}

#[test]
fn every_cell_of_a_heat_map_has_its_number_so_that_shades_are_no_more_than_help() {
    let columns = ["8–10", "10–12"].map(str::to_owned);
    let rows = [
        ("Mon".to_owned(), vec![Mark::exact(0.1), Mark::exact(0.95)]),
        ("Tue".to_owned(), vec![Mark::Withheld, Mark::Nothing]),
    ];
    let data = Data::of(&["Day"]);
    let chart = Heat {
        id: "heat",
        title: "Hours",
        summary: "Mon 10% 95%",
        columns: &columns,
        rows: &rows,
        legend: "per cent",
        data: &data,
    };
    let drawn = chart.html(Lang::En).into_string();
    assert!(drawn.contains("shade-1") && drawn.contains("shade-5"));
    assert!(drawn.contains(">10</text>") && drawn.contains(">95</text>"));
    assert_eq!(drawn.matches("class=\"withheld\" x=").count(), 1);
    assert_eq!(drawn.matches("class=\"nothing\"").count(), 1);
}

//! The charter: contents, promises, corrections, and a chapter's text.

use parter_ui::{App, BlockKind, BlockLine, CharterPage, CharterText, ErratumLine, MeasuredBy, Outcome, PromiseLine};
use slint::{ComponentHandle, SharedString};

use super::{Shared, act, handles, rows};
use crate::{
    content::{
        charter::{Block, Section},
        l10n,
        promise::{Metric, TimeUnit},
        text::BULGARIAN,
    },
    figures::ledger::ORDINANCE_MINUTES,
    kiosk::controllers::{
        charter::{Standard, standard},
        kiosk::Kiosk,
        measured::Told,
        session::Screen,
    },
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let page = app.global::<CharterPage>();

    let (weak, shared) = handles(app, kiosk);
    page.on_open_chapter(move |number| {
        act(&weak, &shared, |kiosk| {
            kiosk.open_chapter(usize::try_from(number).unwrap_or_default());
        });
    });

    let (weak, shared) = handles(app, kiosk);
    page.on_open_promise(move |number| {
        act(&weak, &shared, |kiosk| {
            kiosk.open_promise(usize::try_from(number).unwrap_or_default());
        });
    });

    let text = app.global::<CharterText>();

    let (weak, shared) = handles(app, kiosk);
    text.on_previous(move || act(&weak, &shared, Kiosk::previous_chapter));

    let (weak, shared) = handles(app, kiosk);
    text.on_next(move || act(&weak, &shared, Kiosk::next_chapter));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    match kiosk.session.screen() {
        Screen::Charter | Screen::Promises | Screen::Errata => show_page(app, kiosk),
        Screen::CharterSection => {
            show_page(app, kiosk);
            show_text(app, kiosk);
        }
        _ => {}
    }
}

fn show_page(app: &App, kiosk: &Kiosk) {
    let page = app.global::<CharterPage>();
    let lang = kiosk.session.lang.as_str();
    let info = &kiosk.pack.charter.info;
    page.set_order(info.order_number.as_deref().unwrap_or_default().into());
    let date = info.date.map(|date| l10n::date_with_year(date, lang));
    page.set_date(date.or_else(|| info.date_text.clone()).unwrap_or_default().into());
    let approved: Vec<&str> = [&info.approved_by, &info.approved_as]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    page.set_approved_by(approved.join(", ").into());
    let breaks_off = info.breaks_off_after.as_deref().filter(|_| !info.complete);
    page.set_breaks_off(breaks_off.unwrap_or_default().into());
    page.set_foreign(lang != BULGARIAN);

    let headings: Vec<SharedString> = kiosk
        .chapters()
        .iter()
        .filter_map(|sections| sections.first())
        .map(|section| section.heading.as_str().into())
        .collect();
    page.set_chapters(rows::update(page.get_chapters(), headings));

    let promises: Vec<PromiseLine> = kiosk
        .pack
        .promises
        .iter()
        .map(|promise| {
            let (promised, open_ended) = match standard(promise, lang) {
                Standard::Number(number) => (number, false),
                Standard::Hours => (String::new(), false),
                Standard::Open => (String::new(), true),
            };
            PromiseLine {
                text: promise.text.get(lang).into(),
                promised: promised.into(),
                open_ended,
                measured: measured(kiosk.told_of(promise), promise.metric, lang),
            }
        })
        .collect();
    page.set_promises(rows::update(page.get_promises(), promises));
    page.set_ordinance(l10n::amount(ORDINANCE_MINUTES, TimeUnit::Minutes, lang).into());
    page.set_ordinance_measured(measured(kiosk.told_of_ordinance(), Metric::QueueWait, lang));

    let errata: Vec<ErratumLine> = info
        .errata
        .iter()
        .map(|erratum| ErratumLine {
            was: erratum.was.as_str().into(),
            is: erratum.is.as_str().into(),
            why: erratum.why.as_str().into(),
        })
        .collect();
    page.set_errata(rows::update(page.get_errata(), errata));
}

/// What came of a promise. A minute begun is a minute waited.
fn measured(told: Told, metric: Metric, lang: &str) -> Outcome {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let by = |by| Outcome {
        by,
        kept: -1,
        ..Outcome::default()
    };
    let (measured, last_month) = match told {
        Told::NotHere => return by(MeasuredBy::Nothing),
        Told::Reading => return by(MeasuredBy::Reading),
        Told::TooFew => return by(MeasuredBy::TooFew),
        Told::Measured { measured, last_month } => (measured, last_month),
    };
    let outcome = Outcome {
        last_month,
        cases: number(measured.cases),
        kept: measured.kept.map_or(-1, |kept| number(kept.part)),
        ..by(MeasuredBy::Days)
    };
    match measured.spread {
        _ if metric == Metric::OpeningHours => outcome,
        Some(spread) => Outcome {
            by: MeasuredBy::Waits,
            median: l10n::amount(spread.median.div_ceil(60).max(1), TimeUnit::Minutes, lang).into(),
            ..outcome
        },
        None => by(MeasuredBy::TooFew),
    }
}

fn show_text(app: &App, kiosk: &Kiosk) {
    let text = app.global::<CharterText>();
    let Some((number, sections)) = kiosk.open_chapter_text() else {
        return;
    };
    let count = kiosk.chapters().len();
    text.set_number(i32::try_from(number + 1).unwrap_or(i32::MAX));
    text.set_count(i32::try_from(count).unwrap_or(i32::MAX));
    text.set_heading(sections.first().map_or("", |section| &section.heading).into());
    text.set_breaks_off(!kiosk.pack.charter.info.complete && number + 1 == count);
    let blocks: Vec<BlockLine> = sections
        .iter()
        .enumerate()
        .flat_map(|(at, section)| section_lines(kiosk, at, section))
        .collect();
    let place = kiosk.session.reading.place;
    text.set_page(slint::format!("{number} {place:?}"));
    text.set_blocks(rows::update(text.get_blocks(), blocks));
}

/// The lines of one section; the first section's heading is the chapter's own.
fn section_lines(kiosk: &Kiosk, at: usize, section: &Section) -> Vec<BlockLine> {
    let heading = (at > 0).then(|| BlockLine {
        kind: BlockKind::Heading,
        text: section.heading.as_str().into(),
        found: kiosk.is_led_to(at, None),
        ..BlockLine::default()
    });
    let blocks = section.blocks.iter().enumerate().map(|(block, content)| BlockLine {
        found: kiosk.is_led_to(at, Some(block)),
        ..block_line(content)
    });
    heading.into_iter().chain(blocks).collect()
}

fn block_line(block: &Block) -> BlockLine {
    match block {
        Block::Paragraph(text) => BlockLine {
            kind: BlockKind::Paragraph,
            text: text.as_str().into(),
            ..BlockLine::default()
        },
        Block::Item { mark, depth, text } => BlockLine {
            kind: BlockKind::Item,
            mark: mark.as_str().into(),
            tick: mark == "✓",
            depth: i32::from(*depth),
            text: text.as_str().into(),
            ..BlockLine::default()
        },
    }
}

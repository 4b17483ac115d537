//! `parter pack show PATH PART`: a part of a pack as plain text, as a person would want it read out.

use std::{error::Error, process::ExitCode};

mod service;

use crate::{
    content::{
        charter::{Block, Charter},
        hours::{Hours, Span},
        l10n,
        pack::Pack,
        promise::{Promise, TimeUnit},
        queue_plan::Queue,
        read::read,
    },
    packs::{self, LoadError},
};

#[derive(clap::Args)]
pub struct Args {
    /// A built-in pack's name, or a pack's folder
    pack: String,
    part: Part,
    /// The language of texts that have it; the charter is in Bulgarian always
    #[arg(long, default_value = "bg")]
    lang: String,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Part {
    Charter,
    Services,
    Promises,
    Hours,
    Queues,
}

/// Only what can't be read is refused: a pack with faults is shown to whoever mends it.
pub fn run(args: &Args) -> Result<ExitCode, Box<dyn Error>> {
    let files = packs::open(&crate::cli::pack_path(&args.pack)).map_err(|fault| LoadError(vec![fault]))?;
    let reading = read(&files);
    let pack = reading.pack.ok_or(LoadError(reading.findings))?;
    super::print(&shown(&pack, args.part, &args.lang))?;
    Ok(ExitCode::SUCCESS)
}

fn shown(pack: &Pack, part: Part, lang: &str) -> String {
    let name = pack.info.municipality.name.get(lang);
    let entries: Vec<Vec<String>> = match part {
        Part::Charter => charter(&pack.charter, lang),
        Part::Services => pack.services.iter().map(|it| service::lines(it, pack, lang)).collect(),
        Part::Promises => pack.promises.iter().map(|it| promise(it, lang)).collect(),
        Part::Hours => hours(&pack.hours, lang),
        Part::Queues => pack.queues.queues.iter().map(|it| queue(it, pack, lang)).collect(),
    };
    let entries = entries.into_iter().map(|lines| lines.join("\n") + "\n");
    std::iter::once(format!("{name}\n"))
        .chain(entries)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A label in the language asked for.
fn say(lang: &str, bulgarian: &'static str, english: &'static str) -> &'static str {
    if lang == "en" { english } else { bulgarian }
}

fn charter(charter: &Charter, lang: &str) -> Vec<Vec<String>> {
    let info = &charter.info;
    let date = info.date.map(|date| date.format("%d.%m.%Y").to_string());
    let approved = [
        info.order_number
            .as_ref()
            .map(|number| format!("{} № {number}", say(lang, "Заповед", "Order"))),
        date.or_else(|| info.date_text.clone()),
        info.approved_by.clone(),
        info.approved_as.clone(),
    ];
    let approved = approved.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut entries = vec![vec![approved]];
    entries.retain(|lines| lines != &[""]);
    for section in &charter.sections {
        let marks = "#".repeat(usize::from(section.level));
        entries.push(vec![format!("{marks} {}", section.heading)]);
        entries.extend(section.blocks.iter().map(|block| vec![self::block(block)]));
    }
    if !info.complete {
        let end = info.breaks_off_after.as_ref().map_or(String::new(), |words| {
            format!(" {} «{words}»", say(lang, "след", "after"))
        });
        let incomplete = say(
            lang,
            "Текстът на хартата е непълен: източникът прекъсва",
            "The charter’s text is incomplete: the source breaks off",
        );
        entries.push(vec![format!("{incomplete}{end}.")]);
    }
    entries
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => text.clone(),
        Block::Item { mark, depth, text } => format!("{:indent$}{mark} {text}", "", indent = 2 * usize::from(*depth)),
    }
}

fn promise(promise: &Promise, lang: &str) -> Vec<String> {
    let term = match (promise.threshold, promise.unit) {
        (Some(threshold), Some(unit)) => l10n::amount(threshold, unit, lang),
        _ => say(lang, "без срок", "no measure").to_owned(),
    };
    let from = promise
        .counted_from
        .as_ref()
        .map_or(String::new(), |it| format!(" {}", it.get(lang)));
    vec![
        promise.text.get(lang).to_owned(),
        format!("  {term}{from}"),
        format!("  «{}» ({})", promise.quote, promise.section),
    ]
}

fn hours(hours: &Hours, lang: &str) -> Vec<Vec<String>> {
    let places = hours.places.iter().map(|place| {
        let mut lines = vec![format!("{}, {}", place.name.get(lang), place.address.get(lang))];
        lines.extend(place.open.iter().map(|open| format!("  {}", span(open, lang))));
        if place.open.is_empty() {
            lines.push(format!(
                "  {}",
                say(lang, "работното време не е посочено", "the hours are not given")
            ));
        }
        lines.extend(place.extended.as_ref().map(|extended| {
            format!(
                "  {} {} ({})",
                say(lang, "чакащите се обслужват до", "those waiting are served until"),
                extended.until,
                extended.basis.get(lang)
            )
        }));
        lines.extend(place.receptions.iter().map(|reception| {
            let when = reception.span.as_ref().map_or_else(
                || say(lang, "часът не е посочен", "no hour is given").to_owned(),
                |held| span(held, lang),
            );
            let note = reception
                .note
                .as_ref()
                .map_or(String::new(), |note| format!("; {}", note.get(lang)));
            format!(
                "  {}, {}: {when}{note}",
                say(lang, "прием", "reception"),
                reception.who.get(lang)
            )
        }));
        lines
    });
    let closures = hours.closures.iter().map(|closure| {
        let day = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
        vec![format!(
            "{} {} – {}: {}",
            say(lang, "Затворено", "Closed"),
            day(closure.from),
            day(closure.to),
            closure.text.get(lang)
        )]
    });
    places.chain(closures).collect()
}

fn span(span: &Span, lang: &str) -> String {
    let days: Vec<&str> = span.days.iter().map(|day| l10n::weekday(*day, lang)).collect();
    format!("{}: {} – {}", days.join(", "), span.from, span.to)
}

fn queue(queue: &Queue, pack: &Pack, lang: &str) -> Vec<String> {
    let mut lines = vec![format!("{} – {}", queue.letter, queue.name.get(lang))];
    lines.extend(queue.hint.as_ref().map(|hint| format!("  {}", hint.get(lang))));
    let served = pack
        .services
        .iter()
        .filter(|it| pack.queues.queue_for(it).is_some_and(|found| found.id == queue.id));
    lines.extend(served.map(|it| format!("  {}: {}", say(lang, "услуга", "service"), it.name.get(lang))));
    let priorities = pack
        .queues
        .priorities
        .iter()
        .filter(|it| queue.priorities.contains(&it.id));
    lines.extend(priorities.map(|it| {
        format!(
            "  {}: {}",
            say(lang, "с предимство", "with priority"),
            it.name.get(lang)
        )
    }));
    lines.extend(queue.open.iter().map(|open| format!("  {}", span(open, lang))));
    if queue.last_ticket_minutes > 0 {
        lines.push(format!(
            "  {}: {} {}",
            say(lang, "последен билет", "last ticket"),
            l10n::amount(queue.last_ticket_minutes, TimeUnit::Minutes, lang),
            say(lang, "преди затваряне", "before closing")
        ));
    }
    lines
}

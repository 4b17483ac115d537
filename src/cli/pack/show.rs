//! `parter pack show PATH PART`: a part of a pack as plain text, as a person would want it read out.

use std::{error::Error, process::ExitCode};

use chrono::Weekday;

use crate::{
    content::{
        charter::{Block, Charter},
        hours::{Hours, Span},
        pack::Pack,
        promise::{Promise, TimeUnit},
        queue_plan::Queue,
        read::read,
        service::{Currency, Fee, Service, Speed},
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
        Part::Charter => charter(&pack.charter),
        Part::Services => pack.services.iter().map(|it| service(it, pack, lang)).collect(),
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

fn charter(charter: &Charter) -> Vec<Vec<String>> {
    let info = &charter.info;
    let date = info.date.map(|date| date.format("%d.%m.%Y").to_string());
    let approved = [
        info.order_number.as_ref().map(|number| format!("Заповед № {number}")),
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
        let end = info
            .breaks_off_after
            .as_ref()
            .map_or(String::new(), |words| format!(" след «{words}»"));
        entries.push(vec![format!("Текстът на хартата е непълен: източникът прекъсва{end}.")]);
    }
    entries
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => text.clone(),
        Block::Item { mark, depth, text } => format!("{:indent$}{mark} {text}", "", indent = 2 * usize::from(*depth)),
    }
}

fn service(service: &Service, pack: &Pack, lang: &str) -> Vec<String> {
    let number = service.register_number.as_ref().map(|number| {
        let doubt = if service.number_matched {
            ", определен по името"
        } else {
            ""
        };
        format!(" (№ {number}{doubt})")
    });
    let mut lines = vec![format!("{}{}", service.name.get(lang), number.unwrap_or_default())];
    let unit = pack
        .contacts
        .units
        .iter()
        .find(|unit| Some(&unit.id) == service.unit.as_ref());
    lines.extend(unit.map(|unit| format!("  звено: {}", unit.name.get(lang))));
    lines.extend(service.room.as_ref().map(|room| format!("  стая: {}", room.get(lang))));
    lines.extend(service.evidence.iter().map(|evidence| {
        let condition = evidence
            .condition
            .as_ref()
            .map_or(String::new(), |it| format!(", {}", it.get(lang)));
        let obtained = if evidence.ex_officio {
            ", набавя се служебно"
        } else {
            ""
        };
        format!("  документ: {}{condition}{obtained}", evidence.name.get(lang))
    }));
    lines.extend(
        service
            .tiers
            .iter()
            .map(|tier| format!("  срок, {}: {}", speed(tier.speed), tier.text.get(lang))),
    );
    lines.extend(service.fees.iter().map(fee));
    lines.extend(
        service
            .fee_note
            .as_ref()
            .map(|note| format!("  бележка за таксата: {}", note.get(lang))),
    );
    let queue = pack.queues.queue_for(service);
    lines.push(queue.map_or("  опашка: няма".to_owned(), |it| {
        format!("  опашка: {} – {}", it.letter, it.name.get(lang))
    }));
    let doubt = if service.source.confirmed {
        ""
    } else {
        ", непотвърдено"
    };
    lines.push(format!("  източник: {}{doubt}", service.source.text));
    lines
}

fn fee(fee: &Fee) -> String {
    let currency = match fee.currency {
        Currency::Bgn => "лв.",
        Currency::Eur => "евро",
    };
    let doubt = if fee.confirmed {
        ""
    } else {
        ", непотвърдено"
    };
    format!(
        "  такса, {}: {},{:02} {currency}{doubt}",
        speed(fee.speed),
        fee.cents / 100,
        fee.cents % 100
    )
}

fn speed(speed: Speed) -> &'static str {
    match speed {
        Speed::Ordinary => "обикновена услуга",
        Speed::Fast => "бърза услуга",
        Speed::Express => "експресна услуга",
    }
}

fn promise(promise: &Promise, lang: &str) -> Vec<String> {
    let term = match (promise.threshold, promise.unit) {
        (Some(threshold), Some(unit)) => format!("{threshold} {}", time_unit(unit, threshold)),
        _ => "без срок".to_owned(),
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

fn time_unit(unit: TimeUnit, count: u32) -> &'static str {
    let (one, many) = match unit {
        TimeUnit::Minutes => ("минута", "минути"),
        TimeUnit::Hours => ("час", "часа"),
        TimeUnit::Days => ("ден", "дни"),
        TimeUnit::WorkingDays => ("работен ден", "работни дни"),
        TimeUnit::Months => ("месец", "месеца"),
    };
    if count == 1 { one } else { many }
}

fn hours(hours: &Hours, lang: &str) -> Vec<Vec<String>> {
    let places = hours.places.iter().map(|place| {
        let mut lines = vec![format!("{}, {}", place.name.get(lang), place.address.get(lang))];
        lines.extend(place.open.iter().map(|open| format!("  {}", span(open))));
        if place.open.is_empty() {
            lines.push("  работното време не е посочено".to_owned());
        }
        lines.extend(place.extended.as_ref().map(|extended| {
            format!(
                "  чакащите се обслужват до {} ({})",
                extended.until,
                extended.basis.get(lang)
            )
        }));
        lines.extend(place.receptions.iter().map(|reception| {
            let when = reception.span.as_ref().map_or("часът не е посочен".to_owned(), span);
            let note = reception
                .note
                .as_ref()
                .map_or(String::new(), |note| format!("; {}", note.get(lang)));
            format!("  прием, {}: {when}{note}", reception.who.get(lang))
        }));
        lines
    });
    let closures = hours.closures.iter().map(|closure| {
        let day = |day: chrono::NaiveDate| day.format("%d.%m.%Y").to_string();
        vec![format!(
            "Затворено {} – {}: {}",
            day(closure.from),
            day(closure.to),
            closure.text.get(lang)
        )]
    });
    places.chain(closures).collect()
}

fn span(span: &Span) -> String {
    let days: Vec<&str> = span.days.iter().map(|day| weekday(*day)).collect();
    format!("{}: {} – {}", days.join(", "), span.from, span.to)
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "понеделник",
        Weekday::Tue => "вторник",
        Weekday::Wed => "сряда",
        Weekday::Thu => "четвъртък",
        Weekday::Fri => "петък",
        Weekday::Sat => "събота",
        Weekday::Sun => "неделя",
    }
}

fn queue(queue: &Queue, pack: &Pack, lang: &str) -> Vec<String> {
    let mut lines = vec![format!("{} – {}", queue.letter, queue.name.get(lang))];
    lines.extend(queue.hint.as_ref().map(|hint| format!("  {}", hint.get(lang))));
    let served = pack
        .services
        .iter()
        .filter(|it| pack.queues.queue_for(it).is_some_and(|found| found.id == queue.id));
    lines.extend(served.map(|it| format!("  услуга: {}", it.name.get(lang))));
    let priorities = pack
        .queues
        .priorities
        .iter()
        .filter(|it| queue.priorities.contains(&it.id));
    lines.extend(priorities.map(|it| format!("  с предимство: {}", it.name.get(lang))));
    lines.extend(queue.open.iter().map(|open| format!("  {}", span(open))));
    if queue.last_ticket_minutes > 0 {
        lines.push(format!(
            "  последен билет: {} минути преди затваряне",
            queue.last_ticket_minutes
        ));
    }
    lines
}

//! One service, with all that its record has.

use super::say;
use crate::content::{
    l10n,
    pack::Pack,
    service::{Channel, Evidence, Fee, Service},
    text::LocalText,
};

pub(super) fn lines(service: &Service, pack: &Pack, lang: &str) -> Vec<String> {
    let line = |bulgarian, english, value: String| format!("  {}: {value}", say(lang, bulgarian, english));
    let text = |bulgarian, english, text: &Option<LocalText>| {
        let value = text.as_ref().map(|text| text.get(lang).to_owned());
        value.map(|value| line(bulgarian, english, value))
    };
    let listed =
        |bulgarian, english, items: &[String]| (!items.is_empty()).then(|| line(bulgarian, english, items.join("; ")));
    let unit = pack
        .contacts
        .units
        .iter()
        .find(|unit| Some(&unit.id) == service.unit.as_ref());
    let queue = pack.queues.queue_for(service).map_or_else(
        || say(lang, "няма", "none").to_owned(),
        |queue| format!("{} – {}", queue.letter, queue.name.get(lang)),
    );
    let local_code = service.local_code.clone();

    let mut lines = vec![title(service, lang)];
    lines.extend(local_code.map(|code| line("номер в общината", "the municipality’s number", code)));
    lines.extend(text("описание", "description", &service.description));
    lines.extend(listed("ключови думи", "keywords", &service.keywords));
    lines.extend(unit.map(|unit| line("звено", "department", unit.name.get(lang).to_owned())));
    lines.extend(text("стая", "room", &service.room));
    for document in &service.evidence {
        lines.push(line("документ", "document", said(document, lang)));
    }
    for tier in &service.tiers {
        let deadline = tier.text.get(lang);
        lines.push(format!(
            "  {}, {}: {deadline}",
            say(lang, "срок", "deadline"),
            l10n::speed(tier.speed, lang)
        ));
    }
    lines.extend(service.fees.iter().map(|it| fee(it, lang)));
    lines.extend(text("бележка за таксата", "remark on the fee", &service.fee_note));
    for it in &service.channels {
        lines.push(line("начин на заявяване", "way to apply", channel(it, lang)));
    }
    lines.extend(text("резултат", "result", &service.result));
    lines.extend(text("валидност", "validity", &service.validity));
    lines.extend(text("образец на заявление", "form", &service.form));
    lines.extend(listed("правно основание", "legal basis", &service.legal_basis));
    lines.push(line("опашка", "queue", queue));
    lines.push(line("източник", "source", source(service, lang)));
    lines.extend(service.source.note.clone().map(|note| line("бележка", "remark", note)));
    lines
}

fn title(service: &Service, lang: &str) -> String {
    let doubt = if service.number_matched {
        say(lang, ", определен по името", ", matched by name")
    } else {
        ""
    };
    let number = service
        .register_number
        .as_ref()
        .map(|number| format!(" (№ {number}{doubt})"));
    format!("{}{}", service.name.get(lang), number.unwrap_or_default())
}

fn said(document: &Evidence, lang: &str) -> String {
    let condition = document.condition.as_ref().map(|text| format!(", {}", text.get(lang)));
    let obtained = if document.ex_officio {
        say(lang, ", набавя се служебно", ", obtained by the office")
    } else {
        ""
    };
    format!("{}{}{obtained}", document.name.get(lang), condition.unwrap_or_default())
}

fn fee(fee: &Fee, lang: &str) -> String {
    let date = fee.date.map_or_else(
        || say(lang, "без дата", "undated").to_owned(),
        |date| l10n::date_with_year(date, lang),
    );
    format!(
        "  {}, {}: {}{} ({}, {date})",
        say(lang, "такса", "fee"),
        l10n::speed(fee.speed, lang),
        l10n::money(fee.cents, fee.currency, lang),
        doubt(fee.confirmed, lang),
        fee.source,
    )
}

fn source(service: &Service, lang: &str) -> String {
    let source = &service.source;
    let date = source
        .date
        .map(|date| format!(", {}", l10n::date_with_year(date, lang)));
    format!(
        "{}{}{}",
        source.text,
        date.unwrap_or_default(),
        doubt(source.confirmed, lang)
    )
}

fn doubt(confirmed: bool, lang: &str) -> &'static str {
    if confirmed {
        ""
    } else {
        say(lang, ", непотвърдено", ", not confirmed")
    }
}

fn channel(channel: &Channel, lang: &str) -> String {
    let kind = l10n::channel(channel.kind, lang);
    let words = channel
        .text
        .iter()
        .map(|text| text.get(lang))
        .chain(channel.url.as_deref());
    std::iter::once(kind).chain(words).collect::<Vec<_>>().join(", ")
}

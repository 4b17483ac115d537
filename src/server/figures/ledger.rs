//! The promise ledger as people read it: each promise with its own words, and what was measured beside it.

use maud::{Markup, html};

use super::{gather::Ledger, words};
use crate::{
    content::{
        Pack, l10n,
        promise::{Metric, Promise},
    },
    figures::{
        Audience,
        ledger::{Line, Measured, ORDINANCE_MINUTES, SpreadUnit, Unmeasured},
    },
    web::{icon, lang::Lang},
};

/// Who reads which pack's ledger, in which language.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub lang: Lang,
    pub pack: &'a Pack,
    pub audience: Audience,
}

/// What was measured, where that is enough to be told to that audience.
pub fn told(measured: Result<Measured, Unmeasured>, audience: Audience) -> Result<Measured, Unmeasured> {
    measured.and_then(|measured| {
        let is_enough = measured.cases >= audience.k();
        is_enough.then_some(measured).ok_or(Unmeasured::TooFew)
    })
}

impl Reader<'_> {
    fn say<'t>(&self, bg: &'t str, en: &'t str) -> &'t str {
        self.lang.say(bg, en)
    }

    /// All promises, and the ordinance's.
    #[must_use]
    pub fn ledger(&self, ledger: &Ledger<'_>) -> Markup {
        html! {
            div.ledger {
                @for line in &ledger.lines { (self.promise(line, ledger)) }
                (self.ordinance(ledger))
            }
        }
    }

    fn promise(&self, line: &Line<'_>, ledger: &Ledger<'_>) -> Markup {
        let promise = line.promise;
        let is_wait = matches!(promise.metric, Metric::ArrangedVisitWait | Metric::QueueWait);
        html! {
            article.promise {
                h3 { (promise.text.get(self.lang.code())) }
                div.measured {
                    (self.measured(line.measured))
                    @if is_wait { (self.beside(ledger)) }
                }
                div.words {
                    @if let Some(threshold) = self.threshold(promise) { p { strong { (threshold) } } }
                    blockquote lang="bg" { "„" (promise.quote) "“" }
                    p.soft { (self.place(line)) }
                }
            }
        }
    }

    /// «Обещано: до 10 минути»
    fn threshold(&self, promise: &Promise) -> Option<String> {
        let amount = l10n::amount(promise.threshold?, promise.unit?, self.lang.code());
        let from = promise
            .counted_from
            .as_ref()
            .map(|from| format!(", {}", from.get(self.lang.code())));
        Some(format!(
            "{} {amount}{}",
            self.say("Обещано: до", "Promised: within"),
            from.unwrap_or_default()
        ))
    }

    /// Where the words stand.
    #[must_use]
    pub fn place(&self, line: &Line<'_>) -> String {
        let sections = &self.pack.charter.sections;
        let section = sections.iter().find(|section| section.id == line.promise.section);
        let heading = section.map_or(line.promise.section.as_str(), |section| section.heading.as_str());
        let at = line
            .quoted
            .map(|quoted| format!(", {} {}", self.say("ред", "line"), quoted.line));
        let charter = self.say("Хартата на клиента", "The customer charter");
        let heading = heading.trim_end_matches(':');
        format!("{charter}, „{heading}“{}", at.unwrap_or_default())
    }

    fn measured(&self, measured: Result<Measured, Unmeasured>) -> Markup {
        match told(measured, self.audience) {
            Ok(measured) => self.figures(&measured),
            Err(why) => html! {
                p.unmeasured { strong { (self.say("Не се измерва", "Not measured")) } }
                p { (self.why(why)) }
            },
        }
    }

    /// Why nothing is said.
    #[must_use]
    pub fn why(&self, why: Unmeasured) -> String {
        match why {
            Unmeasured::NoMeans => self
                .say(
                    "Нищо в системата не отчита това обещание.",
                    "Nothing in the system records this promise.",
                )
                .to_owned(),
            Unmeasured::NoMeasure => self
                .say(
                    "Хартата не казва срок или часове, с които да се сравни.",
                    "The charter names no time or hours to compare with.",
                )
                .to_owned(),
            Unmeasured::TooFew => {
                let (few, cases) = (
                    self.say("Случаите са по-малко от", "There are fewer than"),
                    self.say("", " cases"),
                );
                format!("{few} {}{cases}.", self.audience.k())
            }
        }
    }

    fn figures(&self, measured: &Measured) -> Markup {
        let lang = self.lang;
        html! {
            @if let Some(kept) = measured.kept.filter(|kept| kept.of > 0) {
                @let ratio = kept.ratio().unwrap_or_default();
                p.kept { strong { (words::per_cent(lang, ratio)) } " " (self.say("спазено", "kept")) }
                svg.gauge width="100%" height="14" aria-hidden="true" {
                    rect.rail width="100%" height="14" {}
                    rect.mark width=(format!("{:.2}%", ratio * 100.0)) height="14" {}
                }
                p { (words::number(lang, kept.part)) " " (self.say("от", "of")) " "
                    (words::counted(lang, kept.of, ("случай", "случая"), ("case", "cases"))) }
            } @else {
                p.kept { strong { (words::number(lang, measured.cases)) } " " (self.say("случая, без обещан срок", "cases, no time promised")) }
            }
            @if let Some(spread) = measured.spread {
                p { (self.say("Половината до", "Half within")) " " strong { (self.time(spread.unit, spread.median)) } ", "
                    (self.say("девет от десет до", "nine in ten within")) " " strong { (self.time(spread.unit, spread.p90)) } "." }
            }
            @if measured.open > 0 {
                p.soft { (self.say("Не могат да се преценят:", "Can't be decided:")) " " (words::number(lang, measured.open)) "." }
            }
        }
    }

    fn time(&self, unit: SpreadUnit, amount: u32) -> String {
        match unit {
            SpreadUnit::Seconds => words::minutes(self.lang, amount),
            SpreadUnit::Days => words::counted(self.lang, amount, ("ден", "дни"), ("day", "days")),
        }
    }

    /// The ordinance's longest wait beside a promise of the municipality's own.
    fn beside(&self, ledger: &Ledger<'_>) -> Markup {
        let kept = told(ledger.ordinance, self.audience)
            .ok()
            .and_then(|measured| measured.kept?.ratio());
        html! {
            p.beside_it {
                (self.say("Наредбата: до", "The ordinance: within")) " " (ORDINANCE_MINUTES) " " (self.say("минути за всички посещения", "minutes for every visit"))
                @if let Some(kept) = kept { " – " (words::per_cent(self.lang, kept)) }
            }
        }
    }

    fn ordinance(&self, ledger: &Ledger<'_>) -> Markup {
        html! {
            article.promise.law {
                h3 { (self.say("Наредбата: никой не чака повече от 20 минути", "The ordinance: nobody waits longer than 20 minutes")) }
                div.measured { (self.measured(ledger.ordinance)) }
                div.words {
                    p { (self.say(
                        "Наредба за административното обслужване, чл. 20 – за сравнение; не е обещание на общината.",
                        "Ordinance on Administrative Service, Art. 20, for comparison; not a promise of the municipality.",
                    )) }
                    p.soft { (icon::info()) " " (self.say(
                        "Числото е по вторичен източник, не по текста на самата наредба.",
                        "The number is from a secondary source, not from the act itself.",
                    )) }
                }
            }
        }
    }
}

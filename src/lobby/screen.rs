//! The board's page, for a television: whole without scripts, when it asks for itself again; with them it follows what
//! happens, shows and speaks one call after the other, and keeps the last good picture.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use maud::{DOCTYPE, Markup, html};

use super::{
    app::{App, BOARD_SCRIPT, BOARD_STYLE},
    board::{BoardView, CallView, Stage},
    office::{self, Office},
    words,
};
use crate::{
    content::{l10n, queue_plan::Queue, text::LocalText},
    web::{icon, lang::Lang},
};

/// What does not fit at once is shown in turn, each so long. Without scripts the page comes anew with each.
const TURN: Duration = Duration::from_secs(10);
/// Queues that fit beside each other, in letters that are read from 8 m.
const QUEUES: usize = 5;
/// So many have room for two numbers each.
const FEW_QUEUES: usize = 3;
/// Last calls that may fit where the screen stands upright; the styles show as many as do.
const CALLS: usize = 6;
/// A counter's name in characters that fits on one line in large.
const SHORT: usize = 9;
/// A notice in characters that fits on two lines.
const SHORT_NOTICE: usize = 170;

pub fn html(app: &App, view: &BoardView, now: DateTime<Utc>) -> Markup {
    let screen = Screen { app, view, now };
    let name = &app.pack.info.municipality.name;
    html! {
        (DOCTYPE)
        html lang="bg" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Табло – " (name.get(Lang::Bg.code())) }
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(BOARD_STYLE.address());
                noscript { meta http-equiv="refresh" content=(TURN.as_secs()); }
                script src=(BOARD_SCRIPT.address()) defer {}
            }
            body {
                (screen.board(name))
                aside #faults aria-label="Състояние на таблото" {
                    p #lost role="status" hidden {
                        (icon::warning())
                        span { "Няма връзка от " time {} ". Показано е известното дотогава." }
                        (screen.english("No connection since then: what was known last is shown."))
                    }
                    button #sound type="button" hidden { (icon::info()) "Включете звука" (screen.english("Turn the sound on")) }
                }
            }
        }
    }
}

struct Screen<'a> {
    app: &'a App,
    view: &'a BoardView,
    now: DateTime<Utc>,
}

impl Screen<'_> {
    fn board(&self, name: &LocalText) -> Markup {
        let zone = self.app.pack.zone();
        html! {
            main #board data-events="/api/board/events" data-now=(self.now.format("%Y-%m-%dT%H:%M:%SZ")) data-zone=(zone.name())
                data-turn=(TURN.as_millis()) {
                header.top {
                    div { h1 { (name.get(Lang::Bg.code())) } (self.in_english(name)) }
                    (self.time())
                }
                (self.office())
                (self.calls())
                (self.queues())
                (self.notices())
            }
        }
    }

    /// Under what it says in Bulgarian.
    fn english(&self, text: &str) -> Markup {
        html! { @if self.app.config.is_bilingual { span.en lang="en" { (text) } } }
    }

    fn in_english(&self, text: &LocalText) -> Markup {
        html! { @if text.has(Lang::En.code()) { (self.english(text.get(Lang::En.code()))) } }
    }

    fn time(&self) -> Markup {
        let wall = office::wall(self.app, self.view.day, self.now);
        html! {
            div.when {
                p.clock { time #clock { (wall.format("%H:%M")) } }
                p { (l10n::long_date(wall.date(), Lang::Bg.code())) (self.english(&l10n::long_date(wall.date(), Lang::En.code()))) }
            }
        }
    }

    fn office(&self) -> Markup {
        let day = self.view.day;
        let left = |moment, lang| words::left(office::clock_at(self.app, day, moment, self.now), self.now, lang);
        let at = |moment: NaiveDateTime| l10n::time(moment.time());
        match self.view.office {
            Office::Unknown => html! {},
            Office::Open { until } => html! {
                p.office.open { span { "Отворено до " (at(until)) } (self.english(&format!("Open until {}", at(until)))) }
            },
            Office::Closing { at: moment } => html! {
                p.office {
                    (icon::warning())
                    span.words {
                        span { "Затваряме в " (at(moment)) ", след " (left(moment, Lang::Bg)) }
                        (self.english(&format!("Closing at {}", at(moment))))
                    }
                }
            },
            Office::Extended { until } => self.serving_on(until, &left(until, Lang::Bg)),
            // Where nothing is published the ordinance's hours hold.
            Office::Closed { ends: Some(until), .. } if !self.view.queues.is_empty() => {
                self.serving_on(until, &left(until, Lang::Bg))
            }
            Office::Closed { opens, ends } => {
                let bg = if ends.is_some() {
                    "Работното време изтече. Нови номера не се дават."
                } else {
                    "Затворено."
                };
                html! {
                    p.office {
                        (icon::warning())
                        span.words {
                            span { (bg) @if let Some(opens) = opens { " Отваряме " (l10n::moment(opens, day, Lang::Bg.code())) } }
                            (self.english(&opens.map_or("Closed".to_owned(), |opens| {
                                format!("Closed. We open {}", l10n::moment(opens, day, Lang::En.code()))
                            })))
                        }
                    }
                }
            }
        }
    }

    fn serving_on(&self, until: NaiveDateTime, left: &Markup) -> Markup {
        let until = l10n::time(until.time());
        html! {
            p.office {
                (icon::warning())
                span.words {
                    span { "Затворено за нови номера. Обслужваме чакащите до " (until) ", още " (left) }
                    (self.english(&format!("No new tickets. Those who wait are served until {until}")))
                }
            }
        }
    }

    fn calls(&self) -> Markup {
        let mut calls: Vec<&CallView> = Vec::new();
        for call in &self.view.calls {
            if !calls.iter().any(|known| known.number == call.number) {
                calls.push(call);
            }
        }
        let mut current: Vec<&CallView> = calls.iter().copied().filter(|call| call.stage != Stage::Over).collect();
        current.reverse();
        if current.is_empty() {
            current.extend(calls.first());
        }
        let shown = self.turn(current.len(), 1);
        let is_quiet = current.is_empty();
        html! {
            div.calls.quiet[is_quiet] {
                section.large aria-labelledby="now" {
                    h2 #now .unseen[is_quiet] { "Заповядайте" (self.english("Now called")) }
                    @for (at, call) in current.iter().enumerate() {
                        div.call data-id=(call.id) data-to-announce[call.stage == Stage::ToAnnounce] hidden[at != shown] {
                            p.number { (call.number) }
                            p.to.long[call.counter.chars().count() > SHORT] { (self.counter(&call.counter)) }
                        }
                    }
                    @if is_quiet { p.nobody { "Още никой не е повикан" (self.english("Nobody was called yet")) } }
                }
                @if !calls.is_empty() {
                    section.last aria-labelledby="last" {
                        h2 #last { "Последни" (self.english("Last calls")) }
                        ol {
                            @for call in calls.iter().take(CALLS) {
                                li { span.number { (call.number) } span.to { (self.counter(&call.counter)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn counter(&self, id: &str) -> Markup {
        let (bg, en) = (words::counter(id, Lang::Bg), words::counter(id, Lang::En));
        html! { span { (bg) } @if en != bg { (self.english(&en)) } }
    }

    fn queues(&self) -> Markup {
        let queues: Vec<&Queue> = self
            .app
            .pack
            .queues
            .queues
            .iter()
            .filter(|queue| self.view.queues.contains_key(&queue.id))
            .collect();
        let pages: Vec<_> = queues.chunks(QUEUES).collect();
        let shown = self.turn(pages.len(), 1);
        html! {
            section.waiting aria-labelledby="waiting" {
                h2 #waiting { "Следващи" (self.english("Next")) }
                @if queues.is_empty() { p.nobody { "Никой не чака" (self.english("Nobody is waiting")) } }
                div.turns {
                    @for (at, page) in pages.iter().enumerate() {
                        ul.few[page.len() <= FEW_QUEUES] hidden[at != shown] {
                            @for queue in *page { (self.queue(queue, pages.len())) }
                        }
                    }
                }
            }
        }
    }

    /// In one language after the other, each for as long as all `pages` of queues take.
    fn queue(&self, queue: &Queue, pages: usize) -> Markup {
        let Some(now) = self.view.queues.get(&queue.id) else {
            return html! {};
        };
        let mut texts = vec![(Lang::Bg, format!("чакат {}", now.waiting))];
        if self.app.config.is_bilingual && queue.name.has(Lang::En.code()) {
            texts.push((Lang::En, format!("{} waiting", now.waiting)));
        }
        let shown = self.turn(texts.len(), pages);
        html! {
            li {
                div.turns.name data-every=(pages) {
                    @for (at, (lang, _)) in texts.iter().enumerate() {
                        p lang=(lang.code()) hidden[at != shown] { (queue.name.get(lang.code())) }
                    }
                }
                p.next { @for number in now.next.iter().take(2) { span { (number) } " " } }
                div.turns.count data-every=(pages) {
                    @for (at, (lang, text)) in texts.iter().enumerate() { p lang=(lang.code()) hidden[at != shown] { (text) } }
                }
            }
        }
    }

    /// Each in its languages, one after the other.
    fn notices(&self) -> Markup {
        let shown = self
            .app
            .pack
            .notices
            .iter()
            .filter(|notice| notice.is_shown(Some(self.view.day)));
        let mut texts = Vec::new();
        for notice in shown {
            texts.push((Lang::Bg, notice.text.get(Lang::Bg.code())));
            if self.app.config.is_bilingual && notice.text.has(Lang::En.code()) {
                texts.push((Lang::En, notice.text.get(Lang::En.code())));
            }
        }
        let turn = self.turn(texts.len(), 1);
        html! {
            @if !texts.is_empty() {
                section.notices aria-label="Съобщения" {
                    (icon::info())
                    div.turns {
                        @for (at, (lang, text)) in texts.iter().enumerate() {
                            p lang=(lang.code()) .long[text.chars().count() > SHORT_NOTICE] hidden[at != turn] { (text) }
                        }
                    }
                }
            }
        }
    }

    /// Which of so many has its turn now, where each has `every` turns.
    fn turn(&self, many: usize, every: usize) -> usize {
        let turns = u64::try_from(self.now.timestamp()).unwrap_or_default() / TURN.as_secs() / every.max(1) as u64;
        turns.checked_rem(many as u64).map_or(0, |turn| turn as usize)
    }
}

//! What stands on a counter's page: who is here, what can be done, who is next, who is on hold.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{
    app::App,
    counter::CounterView,
    office::{self, Office},
    words::{self, REASONS},
};
use crate::{
    content::{calendar, l10n, service::Service},
    queue::{CounterState, PeriodKind, paper::PrintState},
    store::Present,
    web::{icon, lang::Lang},
};

/// `clerk` is who has signed in, where one must.
pub fn html(
    app: &App,
    view: &CounterView,
    clerk: Option<&str>,
    fault: Option<&str>,
    now: DateTime<Utc>,
    lang: Lang,
) -> Markup {
    let page = Panel {
        app,
        view,
        clerk,
        now,
        lang,
    };
    html! {
        div #panel data-events="/api/counter/events" data-now=(now.format("%Y-%m-%dT%H:%M:%SZ")) {
            (page.head())
            (page.closing())
            @if let Some(fault) = fault { p.alert role="alert" { (icon::warning()) (fault) } }
            div.desk {
                section.now aria-labelledby="now" { (page.now()) }
                div.others {
                    section aria-labelledby="next" { (page.next()) }
                    @if !view.held.is_empty() { section aria-labelledby="held" { (page.held()) } }
                    (page.arranged())
                }
            }
        }
    }
}

struct Panel<'a> {
    app: &'a App,
    view: &'a CounterView,
    clerk: Option<&'a str>,
    now: DateTime<Utc>,
    lang: Lang,
}

impl Panel<'_> {
    fn say<'t>(&self, bg: &'t str, en: &'t str) -> &'t str {
        self.lang.say(bg, en)
    }

    fn head(&self) -> Markup {
        let state = self.view.state;
        let is_free = self.view.visitor.is_none();
        html! {
            div.actions {
                h1 {
                    (words::counter(&self.view.counter, self.lang)) " "
                    @if let Some(name) = self.app.config.names.get(&self.view.counter) { "(" (name) ") " }
                    span.soft { (words::state(state, self.lang)) @if let Some(since) = self.view.since { ", " (words::since(since, self.now, self.lang)) } }
                }
                div.row {
                    @if state == CounterState::Open { (self.plain("pause", "quiet", self.say("Почивка", "Pause"))) }
                    @if state != CounterState::Closed && is_free {
                        (self.plain("close", "quiet", self.say("Затваряне за деня", "Close for the day")))
                    }
                    @if let Some(clerk) = self.clerk { (self.clerk(clerk)) }
                }
            }
        }
    }

    fn clerk(&self, label: &str) -> Markup {
        html! {
            form method="post" action="/sign-out" {
                button.quiet id="sign-out" { (self.say("Изход", "Sign out")) " (" (label) ")" }
            }
        }
    }

    /// That the day goes out, and how long that takes.
    fn closing(&self) -> Markup {
        let (text, moment) = match self.view.office {
            Office::Closing { at } => (self.say("Приемът затваря след", "Closing in"), at),
            Office::Extended { until } => {
                let text = "Нови номера не се дават. Който чака, се обслужва още";
                (self.say(text, "No new tickets. Those who wait are served for"), until)
            }
            Office::Closed { ends: Some(ends), .. } => {
                let text = "Работното време изтече. Който чака, се обслужва; денят приключва сам след";
                (
                    self.say(
                        text,
                        "Past closing time. Those who wait are served; the day ends by itself in",
                    ),
                    ends,
                )
            }
            _ => return Markup::default(),
        };
        let left = words::left(
            office::clock_at(self.app, self.view.day, moment, self.now),
            self.now,
            self.lang,
        );
        html! {
            p.alert.calm { (icon::warning()) span { (text) " " (left) ", " (self.say("в", "at")) " " (l10n::time(moment.time())) "." } }
        }
    }

    fn now(&self) -> Markup {
        let Some(visitor) = &self.view.visitor else {
            return self.nobody();
        };
        let is_serving = visitor.kind == PeriodKind::Serving;
        let service = visitor.service.as_deref().and_then(|id| self.app.pack.service(id));
        html! {
            h2 #now { (self.say("Сега", "Now")) }
            p.number { (visitor.number) }
            p.stage {
                (words::kind(visitor.kind, self.lang)) ", " (words::since(visitor.since, self.now, self.lang))
                @if let Some(hour) = visitor.arranged_at { " · " (self.hour(hour)) }
                @if visitor.priority.is_some() { " · " (self.say("с предимство", "priority")) }
            }
            @if let Some(service) = service { (self.service(service)) }
            div.row {
                @if is_serving {
                    (self.first("finish", visitor, self.say("Приключване", "Finish")))
                } @else {
                    (self.first("start", visitor, self.say("Започване", "Start")))
                    (self.of("recall", "button second", visitor, self.say("Повторно повикване", "Recall")))
                    (self.of("no_show", "button second", visitor, self.say("Не дойде", "Did not come")))
                }
                (self.of("hold", "button second", visitor, self.say("Отлагане", "Hold")))
            }
            @if self.view.prints { (self.paper(visitor)) }
            (self.sending(visitor))
            @if is_serving { (self.another(visitor)) }
        }
    }

    fn paper(&self, visitor: &Present) -> Markup {
        let (state, wish) = match self.view.paper {
            Some(paper) => (
                words::paper(paper, self.lang),
                self.say("Отпечатай отново", "Print again"),
            ),
            None => (
                self.say("не е отпечатан тук", "not printed here"),
                self.say("Отпечатай", "Print"),
            ),
        };
        html! {
            div.row {
                span #paper { (self.say("Билет на хартия:", "Paper ticket:")) " " (state) }
                @if self.view.paper != Some(PrintState::Queued) {
                    (self.of("reprint", "button second", visitor, wish))
                }
            }
        }
    }

    fn nobody(&self) -> Markup {
        let many = self.view.waiting;
        html! {
            h2 #now { (self.say("Сега", "Now")) }
            @if self.view.state == CounterState::Open {
                p.stage { (self.say("Гишето е свободно.", "The counter is free.")) }
                form method="post" action="/" {
                    button.button.main id="main-action" name="do" value="call_next" autofocus disabled[many == 0] {
                        (self.say("Повикване на следващия", "Call next"))
                    }
                }
            } @else {
                p.stage { (self.say("Гишето не вика посетители.", "The counter calls nobody.")) }
                form method="post" action="/" {
                    button.button.main id="main-action" name="do" value="open" autofocus { (self.say("Отваряне на гишето", "Open the counter")) }
                }
            }
        }
    }

    fn service(&self, service: &Service) -> Markup {
        let lang = self.lang.code();
        let brought: Vec<_> = service
            .evidence
            .iter()
            .filter(|evidence| !evidence.ex_officio)
            .collect();
        html! {
            h3 { (service.name.get(lang)) }
            @if service.evidence.is_empty() {
                p.soft { (self.say("Няма данни за документите.", "Nothing is known of the documents.")) }
            } @else if brought.is_empty() {
                p { (self.say("Без документи.", "No documents needed.")) }
            } @else {
                ul {
                    @for evidence in brought {
                        li {
                            (evidence.name.get(lang))
                            @if let Some(condition) = &evidence.condition { " " span.soft { "(" (condition.get(lang)) ")" } }
                        }
                    }
                }
            }
        }
    }

    /// To a queue or to a counter, with the wait so far.
    fn sending(&self, visitor: &Present) -> Markup {
        let lang = self.lang.code();
        let counters = || {
            self.app
                .config
                .counters
                .iter()
                .filter(|counter| counter.id != self.view.counter)
        };
        html! {
            details id="send" {
                summary { (self.say("Препращане", "Send on")) }
                form.row method="post" action="/" {
                    (self.code(visitor))
                    label for="to-queue" { (self.say("Към опашка", "To the queue")) }
                    select id="to-queue" name="queue" {
                        @for queue in &self.app.pack.queues.queues {
                            option value=(queue.id) selected[queue.id == visitor.queue] { (queue.letter) " – " (queue.name.get(lang)) }
                        }
                    }
                    button.button.second name="do" value="transfer" { (self.say("Към опашката", "To the queue")) }
                }
                @if counters().next().is_some() {
                    form.row method="post" action="/" {
                        (self.code(visitor))
                        label for="to-counter" { (self.say("Към гише", "To the counter")) }
                        select id="to-counter" name="counter" {
                            @for counter in counters() { option value=(counter.id) { (words::counter(&counter.id, self.lang)) } }
                        }
                        button.button.second name="do" value="transfer" { (self.say("Към гишето", "To the counter")) }
                    }
                }
            }
        }
    }

    /// Another service within the same visit.
    fn another(&self, visitor: &Present) -> Markup {
        let lang = self.lang.code();
        html! {
            details id="another" {
                summary { (self.say("Още една услуга", "Another service")) }
                form.row method="post" action="/" {
                    (self.code(visitor))
                    label for="service" { (self.say("Услуга", "Service")) }
                    select id="service" name="service" {
                        @for service in &self.app.pack.services { option value=(service.id) { (service.name.get(lang)) } }
                    }
                    button.button.second name="do" value="next_service" { (self.say("Започване на услугата", "Begin the service")) }
                }
            }
        }
    }

    fn next(&self) -> Markup {
        let can_call = self.view.state == CounterState::Open && self.view.visitor.is_none();
        html! {
            h2 #next { (self.say("Следващи", "Next")) " " span.soft { (self.say("чакащи:", "waiting:")) " " (self.view.waiting) } }
            ol.people {
                @for (place, one) in self.view.next.iter().enumerate() {
                    li {
                        (self.person(one, one.issued_at))
                        @if can_call && place > 0 { (self.out_of_turn(one)) }
                    }
                }
            }
        }
    }

    fn out_of_turn(&self, one: &Present) -> Markup {
        let id = format!("reason-{}-{}", one.number.letter, one.number.seq);
        html! {
            details id={ "call-" (one.number.letter) "-" (one.number.seq) } {
                summary { (self.say("Извън реда", "Out of turn")) span.unseen { " " (one.number) } }
                form.row method="post" action="/" {
                    (self.code(one))
                    label for=(id) { (self.say("Причина", "Reason")) }
                    select id=(id) name="reason" {
                        @for reason in REASONS { option value=(reason.name()) { (words::reason(reason, self.lang)) } }
                    }
                    button.button.second name="do" value="call" { (self.say("Повикване", "Call")) }
                }
            }
        }
    }

    fn held(&self) -> Markup {
        let can_call = self.view.state == CounterState::Open && self.view.visitor.is_none();
        html! {
            h2 #held { (self.say("Отложени", "On hold")) }
            ul.people {
                @for one in &self.view.held {
                    li {
                        (self.person(one, one.since))
                        div.row {
                            @if can_call { (self.of("call", "quiet", one, self.say("Повикване", "Call"))) }
                            (self.of("resume", "quiet", one, self.say("Обратно на опашката", "Back into the line")))
                        }
                    }
                }
            }
        }
    }

    fn person(&self, one: &Present, since: DateTime<Utc>) -> Markup {
        let service = one.service.as_deref().and_then(|id| self.app.pack.service(id));
        html! {
            div.person {
                strong { (one.number) } " "
                span { (words::since(since, self.now, self.lang)) }
                @if let Some(hour) = one.arranged_at { " · " (self.hour(hour)) }
                @if one.priority.is_some() { " · " (self.say("с предимство", "priority")) }
                @if let Some(service) = service { div.soft { (service.name.get(self.lang.code())) } }
            }
        }
    }

    /// That the visitor comes by appointment, and for when.
    fn hour(&self, at: DateTime<Utc>) -> Markup {
        let at = calendar::local_time(at, self.app.pack.zone());
        html! { strong { (self.say("уговорен час", "appointment")) " " (l10n::time(at.time())) } }
    }

    /// How the arranged visits of today fare, and the way to them.
    fn arranged(&self) -> Markup {
        html! {
            section aria-labelledby="arranged" {
                h2 #arranged { (self.say("Уговорени часове", "Appointments")) }
                p #arranged-today { (words::tally(&self.view.arranged, self.lang)) }
                a.quiet href="/arranged" { (self.say("Преглед и записване", "See and enter")) }
            }
        }
    }

    fn plain(&self, action: &str, class: &str, text: &str) -> Markup {
        html! { form method="post" action="/" { button class=(class) name="do" value=(action) { (text) } } }
    }

    /// What is done most often: the focus is there.
    fn first(&self, action: &str, one: &Present, text: &str) -> Markup {
        html! {
            form method="post" action="/" {
                (self.code(one))
                button.button.main id="main-action" name="do" value=(action) autofocus { (text) }
            }
        }
    }

    fn of(&self, action: &str, class: &str, one: &Present, text: &str) -> Markup {
        html! {
            form method="post" action="/" {
                (self.code(one))
                button class=(class) id={ (action) "-" (one.number.letter) "-" (one.number.seq) } name="do" value=(action) {
                    (text) @if class == "quiet" { span.unseen { " " (one.number) } }
                }
            }
        }
    }

    fn code(&self, one: &Present) -> Markup {
        html! { input type="hidden" name="code" value=(one.code); }
    }
}

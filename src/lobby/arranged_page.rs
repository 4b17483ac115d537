//! The page of arranged visits: who is expected on a day, who has come, and the ways to enter more.

use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};

use super::{
    app::App,
    arranged::{self, Day, Typed},
    words,
};
use crate::{
    content::{calendar, l10n},
    queue::{
        AppointmentCode, ArrangedVisit,
        appointments::{
            Imported, list,
            measure::{promised_minutes, tally},
        },
    },
    web::{icon, lang::Lang},
};

/// What came of the last form.
pub enum Said {
    Arranged(AppointmentCode),
    Imported(Imported),
    /// Why not, and what was typed.
    Refused(Vec<String>, Option<Typed>),
}

pub fn address(day: NaiveDate) -> String {
    format!("/arranged?day={day}")
}

pub fn html(app: &App, day: &Day, said: Option<&Said>, now: DateTime<Utc>, lang: Lang) -> Markup {
    let page = Page { app, day, lang };
    html! {
        div.actions {
            h1 { (lang.say("Уговорени часове", "Appointments")) ", " (l10n::date_with_year(day.day, lang.code())) }
            p { a href="/" { (lang.say("Към гишето", "To the counter")) } }
        }
        @if let Some(said) = said { (page.said(said)) }
        form.row method="get" action="/arranged" {
            label for="day" { (lang.say("Друг ден", "Another day")) }
            input.short id="day" name="day" type="date" value=(day.day) min=(day.today);
            button.quiet { (lang.say("Показване", "Show")) }
        }
        p { (words::tally(&tally(&day.visits, promised_minutes(&app.pack), now), lang)) }
        (page.visits())
        div.pair {
            (page.enter(said))
            (page.upload())
        }
    }
}

struct Page<'a> {
    app: &'a App,
    day: &'a Day,
    lang: Lang,
}

impl Page<'_> {
    fn said(&self, said: &Said) -> Markup {
        let lang = self.lang;
        match said {
            Said::Arranged(code) => html! {
                p.done role="status" {
                    (icon::check())
                    span { (lang.say("Записано. Кодът за посетителя е", "Entered. The visitor's code is")) " " strong { (code) } "." }
                }
            },
            Said::Imported(imported) => html! {
                p.done role="status" { (icon::check()) span { (words::imported(imported, lang)) } }
            },
            Said::Refused(why, _) => html! {
                div.alert role="alert" {
                    (icon::warning())
                    div {
                        strong { (lang.say("Нищо не е записано.", "Nothing was entered.")) }
                        ul.problems { @for one in why { li { (one) } } }
                    }
                }
            },
        }
    }

    fn visits(&self) -> Markup {
        let lang = self.lang;
        if self.day.visits.is_empty() {
            return html! { p.empty { (lang.say("Няма уговорени часове за този ден.", "There are no appointments on this day.")) } };
        }
        html! {
            table {
                thead {
                    tr {
                        th scope="col" { (lang.say("Час", "Time")) }
                        th scope="col" { (lang.say("Код", "Code")) }
                        th scope="col" { (lang.say("За какво", "What for")) }
                        th scope="col" { (lang.say("Посетител", "Visitor")) }
                    }
                }
                tbody { @for visit in &self.day.visits { (self.visit(visit)) } }
            }
        }
    }

    fn visit(&self, visit: &ArrangedVisit) -> Markup {
        let lang = self.lang;
        let one = &visit.appointment;
        let queue = self.app.pack.queues.queue(&one.queue);
        let service = one.service.as_ref().and_then(|id| self.app.pack.service(id));
        let clock = |at| l10n::time(calendar::local_time(at, self.app.pack.zone()).time());
        html! {
            tr {
                th scope="row" data-label=(lang.say("Час", "Time")) { (clock(one.at)) }
                td data-label=(lang.say("Код", "Code")) { (one.code) }
                td data-label=(lang.say("За какво", "What for")) {
                    @if let Some(service) = service { (service.name.get(lang.code())) }
                    @else if let Some(queue) = queue { (queue.name.get(lang.code())) }
                }
                td data-label=(lang.say("Посетител", "Visitor")) {
                    @if let Some(came) = visit.came {
                        strong { (came.number) } ", " (lang.say("дошъл в", "came at")) " " (clock(came.arrived))
                        @if let Some(called) = came.called { ", " (lang.say("повикан в", "called at")) " " (clock(called)) }
                        @else { ", " (lang.say("още не е повикан", "not called yet")) }
                    } @else {
                        div.row {
                            span { (lang.say("не е дошъл", "has not come")) }
                            form method="post" action="/arranged" {
                                input type="hidden" name="day" value=(one.day);
                                input type="hidden" name="code" value=(one.code);
                                button.quiet name="do" value="call_off" { (lang.say("Премахване", "Remove")) span.unseen { " " (one.code) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn enter(&self, said: Option<&Said>) -> Markup {
        let lang = self.lang;
        let typed = match said {
            Some(Said::Refused(_, typed)) => typed.as_ref(),
            _ => None,
        };
        let chosen = |purpose: &str| typed.is_some_and(|typed| typed.purpose == purpose);
        let terms = arranged::terms(self.app, self.day.today, None);
        html! {
            form.panel method="post" action="/arranged" {
                h2 { (lang.say("Записване на час", "Enter an appointment")) }
                input type="hidden" name="day" value=(self.day.day);
                div.field {
                    label for="time" { (lang.say("Час", "Time")) }
                    input id="time" name="time" type="time" required value=[typed.map(|typed| &typed.time)];
                }
                div.field {
                    label for="purpose" { (lang.say("За какво", "What for")) }
                    select id="purpose" name="purpose" {
                        optgroup label=(lang.say("Опашки", "Queues")) {
                            @for queue in terms.queues() {
                                @let value = format!("queue:{}", queue.id);
                                option value=(value) selected[chosen(&value)] { (queue.letter) " – " (queue.name.get(lang.code())) }
                            }
                        }
                        optgroup label=(lang.say("Услуги", "Services")) {
                            @for service in self.app.pack.services.iter().filter(|service| terms.queue_for(service).is_some()) {
                                @let value = format!("service:{}", service.id);
                                option value=(value) selected[chosen(&value)] { (service.name.get(lang.code())) }
                            }
                        }
                    }
                }
                div.field {
                    label for="code" { (lang.say("Код", "Code")) }
                    p.hint id="code-hint" {
                        (lang.say("Който посетителят ще въведе на киоска. Ако го оставите празен, ще бъде създаден. Не пишете имена.", "What the visitor types at the kiosk. Left empty, one is made. Do not write names."))
                    }
                    input id="code" name="code" autocomplete="off" spellcheck="false" aria-describedby="code-hint" value=[typed.map(|typed| &typed.code)];
                }
                button.button name="do" value="arrange" { (lang.say("Записване", "Enter")) }
            }
        }
    }

    fn upload(&self) -> Markup {
        let lang = self.lang;
        let most = list::LONGEST / 1024;
        html! {
            form.panel method="post" action="/arranged/list" enctype="multipart/form-data" {
                h2 { (lang.say("Списък от файл", "A list from a file")) }
                input type="hidden" name="day" value=(self.day.day);
                div.field {
                    label for="list" { (lang.say("Файл CSV", "CSV file")) }
                    p.hint id="list-hint" {
                        @match lang {
                            Lang::Bg => { "Първият ред е с имената на колоните: код, час, опашка или услуга, и по желание дата. Други колони, като имена, се отказват. Най-много " (most) " KB." }
                            Lang::En => { "The first line names the columns: code, time, queue or service, and date if you wish. Other columns, such as names, are refused. At most " (most) " KB." }
                        }
                    }
                    input id="list" name="list" type="file" required accept=".csv,.txt,text/csv" aria-describedby="list-hint";
                }
                button.button.second { (lang.say("Зареждане", "Import")) }
            }
        }
    }
}

//! One rule: its numbers in a form, added, changed, removed.

use axum::{
    Form,
    extract::{Path, State},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::super::{
        error::{Answer, OrUnavailable},
        icon,
        page::{Page, done},
    },
    address, list,
};
use crate::{
    content::{l10n, promise::TimeUnit},
    figures::alert::{BadRule, Rule},
    server::{
        state::App,
        store::{alerts::KeptRule, devices::Changed},
    },
};

/// A rule as a form sends it: which it is, and its numbers by their names.
#[derive(Default, Clone, Deserialize)]
#[serde(default)]
pub struct Typed {
    rule: String,
    percent: String,
    days: String,
    answers: String,
    minutes: String,
}

/// A form that was not accepted.
pub struct Wrong {
    /// The rule that it was to change; none where it was to add one.
    id: Option<i64>,
    typed: Typed,
    field: &'static str,
    /// From which number to which; none where it was no number.
    range: Option<(u32, u32)>,
}

/// What a new rule begins with, by what it is of.
const USUAL: [Rule; 3] = [
    Rule::Unhappy {
        percent: 30,
        days: 7,
        answers: 20,
    },
    Rule::Waiting {
        percent: 20,
        days: 1,
        minutes: 20,
    },
    Rule::Silent { minutes: 30 },
];

pub async fn add(
    State(app): State<App>,
    page: Page,
    Path(municipality): Path<String>,
    Form(typed): Form<Typed>,
) -> Answer {
    let rule = match typed.read(None) {
        Ok(rule) => rule,
        Err(wrong) => return list::show(&app, &page, &municipality, Some(wrong.as_ref()), None).await,
    };
    // A municipality that there is not has no rules.
    super::super::desk::pack(&page, &municipality)?;
    let added = app
        .store
        .add_alert_rule(&municipality, rule, &page.actor(), app.now())
        .await;
    added.or_unavailable(&page)?;
    Ok(done(&address(&municipality), "rule-added"))
}

/// The old rule's alerts are closed with it: they say nothing of the new one.
pub async fn change(
    State(app): State<App>,
    page: Page,
    Path((municipality, id)): Path<(String, i64)>,
    Form(typed): Form<Typed>,
) -> Answer {
    let rule = match typed.read(Some(id)) {
        Ok(rule) => rule,
        Err(wrong) => return list::show(&app, &page, &municipality, Some(wrong.as_ref()), None).await,
    };
    if !is_of(&app, &page, &municipality, id).await? {
        return Ok(page.not_found());
    }
    let (actor, now) = (page.actor(), app.now());
    let removed = app
        .store
        .remove_alert_rule(id, &actor, now)
        .await
        .or_unavailable(&page)?;
    if removed != Changed::Done {
        return Ok(page.not_found());
    }
    let added = app.store.add_alert_rule(&municipality, rule, &actor, now);
    added.await.or_unavailable(&page)?;
    Ok(done(&address(&municipality), "rule-changed"))
}

pub async fn remove(State(app): State<App>, page: Page, Path((municipality, id)): Path<(String, i64)>) -> Answer {
    if !is_of(&app, &page, &municipality, id).await? {
        return Ok(page.not_found());
    }
    let removed = app.store.remove_alert_rule(id, &page.actor(), app.now()).await;
    removed.or_unavailable(&page)?;
    Ok(done(&address(&municipality), "rule-removed"))
}

/// Whether the rule is that municipality's.
async fn is_of(
    app: &App,
    page: &Page,
    municipality: &str,
    id: i64,
) -> Result<bool, super::super::super::error::Refusal> {
    let rules = app.store.alert_rules(Some(municipality)).await.or_unavailable(page)?;
    Ok(rules.iter().any(|kept| kept.id == id))
}

impl Typed {
    fn of(rule: &Rule) -> Self {
        let mut typed = Self {
            rule: name(rule).to_owned(),
            ..Self::default()
        };
        for (field, number) in numbers(rule) {
            *typed.field_mut(field) = number.to_string();
        }
        typed
    }

    fn field(&self, name: &str) -> &str {
        match name {
            "percent" => &self.percent,
            "days" => &self.days,
            "answers" => &self.answers,
            _ => &self.minutes,
        }
    }

    fn field_mut(&mut self, name: &str) -> &mut String {
        match name {
            "percent" => &mut self.percent,
            "days" => &mut self.days,
            "answers" => &mut self.answers,
            _ => &mut self.minutes,
        }
    }

    fn read(&self, id: Option<i64>) -> Result<Rule, Box<Wrong>> {
        let wrong = |field, range| {
            Box::new(Wrong {
                id,
                typed: self.clone(),
                field,
                range,
            })
        };
        let number = |field: &'static str| self.field(field).trim().parse::<u32>().map_err(|_| wrong(field, None));
        let rule = match self.rule.as_str() {
            "unhappy" => Rule::Unhappy {
                percent: number("percent")?,
                days: number("days")?,
                answers: number("answers")?,
            },
            "waiting" => Rule::Waiting {
                percent: number("percent")?,
                days: number("days")?,
                minutes: number("minutes")?,
            },
            _ => Rule::Silent {
                minutes: number("minutes")?,
            },
        };
        let out_of_range = |BadRule { field, range, .. }| wrong(field, Some((*range.start(), *range.end())));
        rule.check().map_err(out_of_range)?;
        Ok(rule)
    }
}

fn name(rule: &Rule) -> &'static str {
    match rule {
        Rule::Unhappy { .. } => "unhappy",
        Rule::Waiting { .. } => "waiting",
        Rule::Silent { .. } => "silent",
    }
}

/// Its numbers, by the names of their fields.
fn numbers(rule: &Rule) -> Vec<(&'static str, u32)> {
    match *rule {
        Rule::Unhappy { percent, days, answers } => vec![("percent", percent), ("days", days), ("answers", answers)],
        Rule::Waiting { percent, days, minutes } => vec![("percent", percent), ("days", days), ("minutes", minutes)],
        Rule::Silent { minutes } => vec![("minutes", minutes)],
    }
}

/// What it says.
pub fn words(page: &Page, rule: &Rule) -> String {
    let time = |amount, unit| l10n::amount(amount, unit, page.lang.code());
    match *rule {
        Rule::Unhappy { percent, days, answers } => match page.lang.code() {
            "bg" => format!(
                "над {percent} % недоволни за {}, при поне {answers} оценки",
                time(days, TimeUnit::Days)
            ),
            _ => format!(
                "more than {percent}% unhappy in {}, with at least {answers} ratings",
                time(days, TimeUnit::Days)
            ),
        },
        Rule::Waiting { percent, days, minutes } => match page.lang.code() {
            "bg" => format!(
                "над {percent} % чакат повече от {} за {}",
                time(minutes, TimeUnit::Minutes),
                time(days, TimeUnit::Days)
            ),
            _ => format!(
                "more than {percent}% wait longer than {} in {}",
                time(minutes, TimeUnit::Minutes),
                time(days, TimeUnit::Days)
            ),
        },
        Rule::Silent { minutes } => {
            let silent = page.say("киоск мълчи в работно време", "a kiosk is silent in office hours for");
            format!("{silent} {}", time(minutes, TimeUnit::Minutes))
        }
    }
}

/// A rule that there is; who may not change it reads it.
pub fn kept(page: &Page, municipality: &str, kept: &KeptRule, wrong: Option<&Wrong>) -> Markup {
    let at = format!("{}/{}", address(municipality), kept.id);
    let wrong = wrong.filter(|wrong| wrong.id == Some(kept.id));
    let typed = wrong.map_or_else(|| Typed::of(&kept.rule), |wrong| wrong.typed.clone());
    let says = words(page, &kept.rule);
    html! {
        @if page.is_editor() {
            details.rule open[wrong.is_some()] {
                summary { (says) }
                form.panel.wide method="post" action=(at) { (fields(page, &kept.rule, &typed, &format!("rule-{}", kept.id), wrong))
                    button.button.second { (page.say("Промяна", "Change")) }
                }
                (page.act(&format!("{at}/remove"), "button danger", page.say("Премахване на правилото", "Remove the rule")))
            }
        } @else { p { (says) } }
    }
}

/// Forms for a new rule of each kind.
pub fn new(page: &Page, municipality: &str, wrong: Option<&Wrong>) -> Markup {
    html! {
        section {
            h2 { (page.say("Ново правило", "New rule")) }
            div.rules {
                @for rule in &USUAL {
                    @let wrong = wrong.filter(|wrong| wrong.id.is_none() && wrong.typed.rule == name(rule));
                    @let typed = wrong.map_or_else(|| Typed::of(rule), |wrong| wrong.typed.clone());
                    form.panel.wide method="post" action=(address(municipality)) {
                        h3 { (heading(page, rule)) }
                        (fields(page, rule, &typed, name(rule), wrong))
                        button.button { (page.say("Добавяне", "Add")) }
                    }
                }
            }
        }
    }
}

fn heading<'a>(page: &'a Page, rule: &Rule) -> &'a str {
    match rule {
        Rule::Unhappy { .. } => page.say("Много недоволни", "Many unhappy"),
        Rule::Waiting { .. } => page.say("Дълго чакане", "Long waits"),
        Rule::Silent { .. } => page.say("Мълчащ киоск", "A silent kiosk"),
    }
}

/// A field for each number; `id` is unique on the page.
fn fields(page: &Page, rule: &Rule, typed: &Typed, id: &str, wrong: Option<&Wrong>) -> Markup {
    html! {
        (page.csrf())
        input type="hidden" name="rule" value=(name(rule));
        @for (field, _) in numbers(rule) {
            @let at = format!("{id}-{field}");
            @let error = wrong.filter(|wrong| wrong.field == field);
            div.field {
                label for=(at) { (label(page, rule, field)) }
                @if let Some(error) = error { p.error id={ (at) "-error" } { (icon::warning()) (error.words(page)) } }
                input id=(at) name=(field) type="text" inputmode="numeric" autocomplete="off" value=(typed.field(field))
                    aria-describedby=[error.map(|_| format!("{at}-error"))] aria-invalid=[error.map(|_| "true")];
            }
        }
    }
}

fn label<'a>(page: &'a Page, rule: &Rule, field: &str) -> &'a str {
    match (rule, field) {
        (Rule::Unhappy { .. }, "percent") => page.say(
            "Повече от толкова процента недоволни",
            "More than so many per cent unhappy",
        ),
        (_, "percent") => page.say(
            "Повече от толкова процента от посетителите",
            "More than so many per cent of visitors",
        ),
        (_, "days") => page.say("През последните толкова дни", "In the last so many days"),
        (_, "answers") => page.say("При поне толкова оценки", "With at least so many ratings"),
        (Rule::Waiting { .. }, _) => page.say("Чакат повече от толкова минути", "Wait longer than so many minutes"),
        _ => page.say(
            "Не се е обаждал толкова минути, докато е отворено",
            "Not heard for so many minutes while it is open",
        ),
    }
}

impl Wrong {
    fn words(&self, page: &Page) -> String {
        match self.range {
            Some((least, most)) => format!(
                "{} {least} {} {most}.",
                page.say("Напишете число от", "Write a number from"),
                page.say("до", "to")
            ),
            None => page.say("Напишете цяло число.", "Write a whole number.").to_owned(),
        }
    }
}

//! Rating: a touch of a face is a whole rating, stored at once. What the visitor says after it amends the same one.

use std::time::Duration;

use tracing::warn;

use super::{
    kiosk::Kiosk,
    session::{Patience, Screen},
};
use crate::{
    config::Mode,
    content::{
        l10n,
        survey::{Question, Tone},
    },
    feedback::{Bucket, Face, Rating, Remarks},
    store::{StoreError, Tap},
};

/// The thanks stay so long without a touch; their countdown is on the screen from the start.
const THANKS: Duration = Duration::from_secs(20);
/// The questions show a rating that is somebody's: they wait less than other screens before they warn.
const QUESTIONS: Duration = Duration::from_secs(25);

/// What a visitor has rated so far.
#[derive(Debug, Clone, Default)]
pub struct Rate {
    under_way: bool,
    failed: bool,
    addition_failed: bool,
    /// The rating as the store has it.
    stored: Option<Rating>,
    /// What is chosen on the screen; the store has it a moment later.
    chosen: Remarks,
    step: usize,
}

/// One thing that may be added. All are optional.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step<'a> {
    /// Any number of reasons.
    Reasons(Tone),
    /// What the visitor came for: one of the queues, as the pack names them.
    Queue,
    Question(&'a Question),
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    id: String,
    pub text: String,
    pub chosen: bool,
}

/// A field of the stored rating, in words where it has words. An empty text where the field is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    Face(u8),
    Period(String),
    Queue(String),
    Reasons(String),
    /// What was asked, and what was answered; both empty where nothing was answered.
    Answer(String, String),
    Repeated(bool),
    Id(String),
}

impl Rate {
    /// Whether the last touch of a face could not be stored.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Whether something chosen after the face could not be stored.
    #[must_use]
    pub fn addition_failed(&self) -> bool {
        self.addition_failed
    }

    /// The rating exactly as the store gave it back.
    #[must_use]
    pub fn stored(&self) -> Option<&Rating> {
        self.stored.as_ref()
    }
}

impl Kiosk {
    /// A face was touched. The next screen comes when the rating is on the disk.
    pub fn rate(&mut self, face: Face) {
        if self.session.rate.under_way {
            return;
        }
        self.session.rate = Rate {
            under_way: true,
            ..Rate::default()
        };
        let tap = Tap {
            face,
            touched: self.clock.uptime(),
        };
        let now = self.clock.now();
        self.ask_for_visitor(move |store| store.rate(&tap, now), Self::rated);
    }

    fn rated(&mut self, result: Result<Rating, StoreError>) {
        let rate = &mut self.session.rate;
        rate.under_way = false;
        match result {
            Ok(rating) => {
                rate.stored = Some(rating);
                let asks_more = self.config.mode != Mode::Rating && !self.rating_steps().is_empty();
                self.session.arrive(if asks_more {
                    Screen::RateMore
                } else {
                    Screen::RateThanks
                });
            }
            Err(error) => {
                warn!(%error, "a rating could not be stored");
                rate.failed = true;
            }
        }
    }

    /// All that may be added to the rating, in the order asked.
    #[must_use]
    pub fn rating_steps(&self) -> Vec<Step<'_>> {
        let Some(rating) = &self.session.rate.stored else {
            return Vec::new();
        };
        let survey = &self.pack.survey;
        let tone = tone(rating.face);
        let has_reasons = survey.reasons.iter().any(|reason| reason.tone == tone);
        let has_queues = self.pack.queues.queues.len() > 1;
        let reasons = has_reasons.then_some(Step::Reasons(tone));
        let queue = has_queues.then_some(Step::Queue);
        let questions = survey.questions.iter().map(Step::Question);
        reasons.into_iter().chain(queue).chain(questions).collect()
    }

    /// What is asked now, from 0.
    #[must_use]
    pub fn rating_step(&self) -> usize {
        self.session.rate.step
    }

    /// What can be chosen now.
    #[must_use]
    pub fn rating_choices(&self) -> Vec<Choice> {
        let (lang, said) = (&self.session.lang, &self.session.rate.chosen);
        let choice = |id: &str, text: &str, chosen| Choice {
            id: id.to_owned(),
            text: text.to_owned(),
            chosen,
        };
        match self.rating_steps().get(self.session.rate.step) {
            None => Vec::new(),
            Some(Step::Reasons(tone)) => {
                let reasons = self.pack.survey.reasons.iter().filter(|reason| reason.tone == *tone);
                reasons
                    .map(|reason| choice(&reason.id, reason.text.get(lang), said.reasons.contains(&reason.id)))
                    .collect()
            }
            Some(Step::Queue) => {
                let queues = self.pack.queues.queues.iter();
                queues
                    .map(|queue| choice(&queue.id, queue.name.get(lang), said.queue.as_ref() == Some(&queue.id)))
                    .collect()
            }
            Some(Step::Question(question)) => {
                let answered = said.answers.get(&question.id);
                let answers = question.answers.iter();
                answers
                    .map(|answer| choice(&answer.id, answer.text.get(lang), answered == Some(&answer.id)))
                    .collect()
            }
        }
    }

    /// The choice at `index` was touched: it is chosen, or no more if it was, and the rating amended.
    pub fn choose_for_rating(&mut self, index: usize) {
        let Some(Choice { id, chosen, .. }) = self.rating_choices().into_iter().nth(index) else {
            return;
        };
        let mut remarks = self.session.rate.chosen.clone();
        match self.rating_steps().get(self.session.rate.step) {
            None => return,
            Some(Step::Reasons(_)) if chosen => drop(remarks.reasons.remove(&id)),
            Some(Step::Reasons(_)) => drop(remarks.reasons.insert(id)),
            Some(Step::Queue) => remarks.queue = (!chosen).then_some(id),
            Some(Step::Question(question)) if chosen => drop(remarks.answers.remove(&question.id)),
            Some(Step::Question(question)) => drop(remarks.answers.insert(question.id.clone(), id)),
        }
        self.session.rate.chosen = remarks;
        self.amend_rating();
    }

    fn amend_rating(&mut self) {
        let Some(rating) = &self.session.rate.stored else {
            return;
        };
        let (id, remarks) = (rating.id, self.session.rate.chosen.clone());
        self.ask_for_visitor(
            move |store| store.amend_rating(id, &remarks),
            move |kiosk, result| {
                let rate = &mut kiosk.session.rate;
                if rate.stored.as_ref().is_none_or(|stored| stored.id != id) {
                    return;
                }
                rate.addition_failed = result.is_err();
                match result {
                    Ok(rating) => rate.stored = Some(rating),
                    Err(error) => warn!(%error, "a rating could not be amended"),
                }
            },
        );
    }

    /// On to the next thing that may be added, or to the thanks after the last.
    pub fn next_rating_step(&mut self) {
        if self.session.rate.step + 1 < self.rating_steps().len() {
            self.session.rate.step += 1;
        } else {
            self.session.arrive(Screen::RateThanks);
        }
    }

    /// From the questions to the thanks; from the thanks to the next visitor.
    pub fn done_rating(&mut self) {
        if self.session.screen() == Screen::RateThanks {
            self.forget();
        } else {
            self.session.arrive(Screen::RateThanks);
        }
    }

    /// Back within the questions. False where that leads to another screen.
    pub(super) fn back_in_rating(&mut self) -> bool {
        let within = self.session.screen() == Screen::RateMore && self.session.rate.step > 0;
        if within {
            self.session.rate.step -= 1;
        }
        within
    }

    /// The patience of the rating's screens; `usual` on others.
    pub(super) fn rating_patience(&self, usual: Patience) -> Patience {
        match self.session.screen() {
            Screen::RateMore => Patience {
                warn_after: usual.warn_after.min(QUESTIONS),
                ..usual
            },
            Screen::RateThanks => Patience {
                warn_after: Duration::ZERO,
                warning: THANKS,
            },
            _ => usual,
        }
    }

    /// The stored rating, field by field: no more than is stored, and no less.
    #[must_use]
    pub fn stored_rating(&self) -> Vec<Stored> {
        let Some(rating) = &self.session.rate.stored else {
            return Vec::new();
        };
        let lang = &self.session.lang;
        let Rating {
            id,
            bucket,
            face,
            repeated,
            remarks: Remarks {
                queue,
                reasons,
                answers,
            },
        } = rating;
        let queue_name = |id: &String| {
            let queue = self.pack.queues.queue(id);
            queue.map_or(id.clone(), |queue| queue.name.get(lang).to_owned())
        };
        let reason_text = |id: &String| {
            let reason = self.pack.survey.reasons.iter().find(|reason| reason.id == *id);
            reason.map_or(id.clone(), |reason| reason.text.get(lang).to_owned())
        };
        let answer_text = |(question, answer): (&String, &String)| {
            let asked = self.pack.survey.questions.iter().find(|asked| asked.id == *question);
            let said = asked.and_then(|asked| asked.answers.iter().find(|said| said.id == *answer));
            Stored::Answer(
                asked.map_or(question.clone(), |asked| asked.text.get(lang).to_owned()),
                said.map_or(answer.clone(), |said| said.text.get(lang).to_owned()),
            )
        };

        let mut lines = vec![
            Stored::Face((*face).into()),
            Stored::Period(period(bucket, lang)),
            Stored::Queue(queue.as_ref().map(queue_name).unwrap_or_default()),
            Stored::Reasons(reasons.iter().map(reason_text).collect::<Vec<_>>().join(" · ")),
        ];
        lines.extend(answers.iter().map(answer_text));
        if answers.is_empty() {
            lines.push(Stored::Answer(String::new(), String::new()));
        }
        lines.push(Stored::Repeated(*repeated));
        lines.push(Stored::Id(id.to_string()));
        lines
    }
}

/// Which reasons go with a face.
fn tone(face: Face) -> Tone {
    if u8::from(face) >= 4 { Tone::Praise } else { Tone::Blame }
}

/// «21 ноември 2026 г.», and the hours where the period is shorter than a day.
fn period(bucket: &Bucket, lang: &str) -> String {
    let (opens, closes) = (bucket.opens(), bucket.closes());
    let day = l10n::date_with_year(opens.date(), lang);
    if closes - opens >= chrono::TimeDelta::days(1) {
        return day;
    }
    // A period that ends at midnight ends at 24:00 of its own day.
    let until = if closes.date() == opens.date() {
        l10n::time(closes.time())
    } else {
        "24:00".to_owned()
    };
    format!("{day}, {} – {until}", l10n::time(opens.time()))
}

//! The faces, the questions after them, and the thanks.

use parter_ui::{App, Rate, RateChoice, RateStep, RatingField, RatingLine};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows};
use crate::{
    content::survey::Tone,
    feedback::Face,
    kiosk::controllers::{
        kiosk::Kiosk,
        rate::{Choice, Step, Stored},
        session::Screen,
    },
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let rate = app.global::<Rate>();

    let (weak, shared) = handles(app, kiosk);
    rate.on_rate(move |face| {
        if let Some(face) = u8::try_from(face).ok().and_then(|face| Face::try_from(face).ok()) {
            act(&weak, &shared, |kiosk| kiosk.rate(face));
        }
    });

    let (weak, shared) = handles(app, kiosk);
    rate.on_choose(move |index| {
        if let Ok(index) = usize::try_from(index) {
            act(&weak, &shared, |kiosk| kiosk.choose_for_rating(index));
        }
    });

    let (weak, shared) = handles(app, kiosk);
    rate.on_next(move || act(&weak, &shared, Kiosk::next_rating_step));

    let (weak, shared) = handles(app, kiosk);
    rate.on_done(move || act(&weak, &shared, Kiosk::done_rating));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let screen = kiosk.session.screen();
    if !matches!(screen, Screen::Rate | Screen::RateMore | Screen::RateThanks) {
        return;
    }
    let (rate, state) = (app.global::<Rate>(), &kiosk.session.rate);
    rate.set_failed(state.failed());
    rate.set_addition_failed(state.addition_failed());
    rate.set_face(state.stored().map_or(0, |rating| u8::from(rating.face).into()));
    show_step(&rate, kiosk);

    let lines = kiosk.stored_rating().into_iter().map(line).collect();
    rate.set_stored(rows::update(rate.get_stored(), lines));
}

fn show_step(rate: &Rate, kiosk: &Kiosk) {
    let steps = kiosk.rating_steps();
    let Some(step) = steps.get(kiosk.rating_step()) else {
        return;
    };
    let (kind, question) = match step {
        Step::Reasons(Tone::Praise) => (RateStep::Praise, ""),
        Step::Reasons(Tone::Blame) => (RateStep::Blame, ""),
        Step::Queue => (RateStep::Queue, ""),
        Step::Question(question) => (RateStep::Question, question.text.get(&kiosk.session.lang)),
    };
    rate.set_step(kind);
    rate.set_question(question.into());
    rate.set_many(matches!(step, Step::Reasons(_)));
    rate.set_step_number(i32::try_from(kiosk.rating_step() + 1).unwrap_or(i32::MAX));
    rate.set_step_count(i32::try_from(steps.len()).unwrap_or(i32::MAX));

    let choices = kiosk.rating_choices();
    rate.set_any_chosen(choices.iter().any(|choice| choice.chosen));
    let choices = choices
        .into_iter()
        .map(|Choice { text, chosen, .. }| RateChoice {
            text: text.into(),
            chosen,
        })
        .collect();
    rate.set_choices(rows::update(rate.get_choices(), choices));
}

fn line(stored: Stored) -> RatingLine {
    let (field, question, value) = match stored {
        Stored::Face(face) => (RatingField::Face, String::new(), face.to_string()),
        Stored::Period(text) => (RatingField::Period, String::new(), text),
        Stored::Queue(text) => (RatingField::Queue, String::new(), text),
        Stored::Reasons(text) => (RatingField::Reasons, String::new(), text),
        Stored::Answer(question, answer) => (RatingField::Answer, question, answer),
        Stored::Repeated(repeated) => (
            RatingField::Repeated,
            String::new(),
            if repeated { "yes" } else { "" }.to_owned(),
        ),
        Stored::Id(text) => (RatingField::Id, String::new(), text),
    };
    RatingLine {
        field,
        question: question.into(),
        value: value.into(),
    }
}

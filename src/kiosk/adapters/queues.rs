//! The choice of a queue.

use parter_ui::{App, QueueRow, Queues};
use slint::ComponentHandle;

use super::{Shared, act, handles, rows, waiting};
use crate::{content::queue_plan::Queue, kiosk::controllers::kiosk::Kiosk};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let (weak, shared) = handles(app, kiosk);
    app.global::<Queues>()
        .on_choose(move |queue| act(&weak, &shared, |kiosk| kiosk.choose_queue(&queue)));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let queues = app.global::<Queues>();
    let all: Vec<QueueRow> = kiosk.queues().map(|queue| row(kiosk, queue)).collect();
    let has_appointments = kiosk.has_appointments();
    queues.set_has_appointments(has_appointments);
    // The way of those who don't know which queue is the last of the right column, that of appointments the first of the left.
    let on_left = (all.len() + 1 + usize::from(has_appointments)).div_ceil(2) - usize::from(has_appointments);
    let (left, right) = all.split_at(on_left.min(all.len()));
    queues.set_left(rows::update(queues.get_left(), left.to_vec()));
    queues.set_right(rows::update(queues.get_right(), right.to_vec()));
    queues.set_rows(rows::update(queues.get_rows(), all));
}

fn row(kiosk: &Kiosk, queue: &Queue) -> QueueRow {
    let lang = &kiosk.session.lang;
    QueueRow {
        id: queue.id.as_str().into(),
        letter: queue.letter.to_string().into(),
        name: queue.name.get(lang).into(),
        hint: queue.hint.as_ref().map_or("", |hint| hint.get(lang)).into(),
        tickets: waiting::times(kiosk, &kiosk.tickets(queue)),
        waiting: waiting::waiting(kiosk.ahead(&queue.id)),
    }
}

//! The on-screen keyboard: its keys become the toolkit's own key events for the focused field.

use parter_ui::{App, KeyCap, KeySign, Typing};
use slint::{
    ComponentHandle, PlatformError, SharedString,
    platform::{Key as NamedKey, WindowEvent},
};

use super::{Shared, act, handles, rows, show as show_all};
use crate::kiosk::controllers::{
    keyboard::{Key, KeyKind, Keyboard, Press},
    kiosk::Kiosk,
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let typing = app.global::<Typing>();

    let (weak, shared) = handles(app, kiosk);
    typing.on_start(move || act(&weak, &shared, |kiosk| kiosk.session.start_typing()));

    let (weak, shared) = handles(app, kiosk);
    typing.on_done(move || act(&weak, &shared, |kiosk| kiosk.session.stop_typing()));

    let (weak, shared) = handles(app, kiosk);
    typing.on_press(move |index| {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        // The field answers the key by a callback of its own: the kiosk must be free by then.
        let press = shared.borrow_mut().session.press_key(index);
        let Some(app) = weak.upgrade() else { return };
        if let Some(Err(error)) = press.map(|press| send(&app, press)) {
            tracing::error!(%error, "a key of the on-screen keyboard was lost");
        }
        show_all(&app, &shared.borrow());
    });
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let typing = app.global::<Typing>();
    let keyboard = kiosk.session.open_keyboard();
    if let Some(keyboard) = keyboard {
        typing.set_symbols(keyboard.shows_symbols());
        typing.set_keys(rows::update(typing.get_keys(), caps(keyboard)));
    }
    typing.set_open(keyboard.is_some());
}

fn send(app: &App, press: Press) -> Result<(), PlatformError> {
    let text: SharedString = match press {
        Press::Text(text) => text.into(),
        Press::Backspace => NamedKey::Backspace.into(),
        Press::Return => NamedKey::Return.into(),
    };
    let window = app.window();
    window.dispatch_event_with_result(WindowEvent::KeyPressed { text: text.clone() })?;
    window.dispatch_event_with_result(WindowEvent::KeyReleased { text })?;
    Ok(())
}

/// The keys in rows that stand in the middle of the widest one.
fn caps(keyboard: &Keyboard) -> Vec<KeyCap> {
    const WIDEST: f32 = 11.0;
    let mut caps = Vec::new();
    for (row, keys) in (0..).zip(keyboard.rows()) {
        let width: f32 = keys.iter().map(|key| key.width).sum();
        let mut start = (WIDEST - width) / 2.0;
        for key in keys {
            caps.push(cap(&key, row, start));
            start += key.width;
        }
    }
    caps
}

fn cap(key: &Key, row: i32, start: f32) -> KeyCap {
    KeyCap {
        sign: match key.kind {
            KeyKind::Character => KeySign::Letter,
            KeyKind::Space => KeySign::Space,
            KeyKind::Backspace => KeySign::Backspace,
            KeyKind::Enter => KeySign::Enter,
            KeyKind::Shift => KeySign::Shift,
            KeyKind::Symbols => KeySign::Symbols,
            KeyKind::Layout => KeySign::Layout,
        },
        label: key.label.as_str().into(),
        row,
        start,
        span: key.width,
        on: key.on,
    }
}

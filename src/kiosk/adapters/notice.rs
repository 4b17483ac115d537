//! A notice on the whole screen, where there is no kiosk to show.

use parter_ui::{Frame, Notice as Window, NoticeKind, Theme};
use slint::{ComponentHandle, PlatformError};

use super::attended::attend;
use crate::machine::call::Call;

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// To visitors, and to staff whom to call.
    OutOfService(Option<Call>),
    InsertStick,
    /// What is wrong with the stick's file, a line each.
    SetupErrors(Vec<String>),
    /// Why the stick can't stay in, a line each.
    TakeStickOut(Vec<String>),
    SetupDone,
}

/// Shows it until the window is closed, or the program ended.
///
/// # Errors
/// When there is no display.
pub fn show(notice: &Notice, diagonal_inches: f32) -> Result<(), PlatformError> {
    let window = Window::new()?;
    window.window().set_fullscreen(true);
    fill(&window, notice, diagonal_inches);
    let _pulse = attend(&window.global::<Frame>(), "a notice is shown");
    window.run()
}

/// Puts it on a window, whose size is known.
pub fn fill(window: &Window, notice: &Notice, diagonal_inches: f32) {
    window.global::<Theme>().set_diagonal_mm(diagonal_inches * 25.4);
    match notice {
        Notice::OutOfService(call) => {
            window.set_kind(NoticeKind::OutOfService);
            if let Some(call) = call {
                window.set_call_name(call.name.as_deref().unwrap_or_default().into());
                // A number is read, and called, in one line.
                window.set_call_telephone(call.telephone.replace(' ', "\u{a0}").into());
            }
        }
        Notice::InsertStick => window.set_kind(NoticeKind::InsertStick),
        Notice::SetupErrors(errors) => {
            window.set_kind(NoticeKind::SetupErrors);
            list(window, errors, diagonal_inches);
        }
        Notice::TakeStickOut(reasons) => {
            window.set_kind(NoticeKind::TakeStickOut);
            list(window, reasons, diagonal_inches);
        }
        Notice::SetupDone => window.set_kind(NoticeKind::SetupDone),
    }
}

/// Those of the lines that there is room for, and how many more there are.
fn list(window: &Window, lines: &[String], diagonal_inches: f32) {
    let size = window.window().size();
    let shown = fitting(lines, (size.width, size.height), diagonal_inches);
    let shown: Vec<slint::SharedString> = lines.iter().take(shown).map(Into::into).collect();
    let more = lines.len().saturating_sub(shown.len());
    window.set_errors(slint::ModelRc::from(shown.as_slice()));
    window.set_more_errors(i32::try_from(more).unwrap_or(i32::MAX));
}

/// How many of them fit on the panel beside all that stands around them; the first are mended first. In millimetres, with
/// the letters that the theme has.
fn fitting(errors: &[String], (width, height): (u32, u32), diagonal_inches: f32) -> usize {
    const LETTER: f32 = 5.0;
    const LINE: f32 = 11.5;
    const GAP: f32 = 4.0;
    const MARGINS: f32 = 32.0;
    // Lines that are short on a panel that lies take two on one that stands.
    let around = if height > width { 165.0 } else { 125.0 };
    let (width, height) = (width as f32, height as f32);
    let mm = diagonal_inches * 25.4 / width.hypot(height);
    let letters_a_line = (width * mm - MARGINS) / LETTER;
    let mut room = height * mm - around;
    let mut fits = |error: &str| {
        room -= (error.chars().count() as f32 / letters_a_line).ceil() * LINE + GAP;
        room >= 0.0
    };
    errors.iter().take_while(|error| fits(error)).count().max(1)
}

//! The real window, on a desk or filling the panel.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use parter_ui::{App, Frame, Notice};
use slint::{BackendSelector, ComponentHandle, LogicalSize, PlatformError};

use super::{Shared, attach, attended::attend, notice};
use crate::{
    config::Screen,
    kiosk::controllers::{kiosk::Kiosk, replies::Wake},
};

/// What windows are opened by: the machine's own screen, or a desk's.
const BACKEND: &str = if cfg!(feature = "kms") { "linuxkms" } else { "winit" };

/// Chooses how windows are drawn: in software, which needs no graphics card and little memory.
///
/// # Errors
/// When there is no display.
pub fn init() -> Result<(), PlatformError> {
    BackendSelector::new()
        .backend_name(BACKEND.to_owned())
        .renderer_name("software".to_owned())
        .select()
}

/// Opens the kiosk's window and answers touches until it is closed.
///
/// # Errors
/// When there is no display.
pub fn run(screen: &Screen, kiosk: impl FnOnce(Wake) -> Kiosk) -> Result<(), PlatformError> {
    let app = App::new()?;
    place(app.window(), screen);
    let weak = app.as_weak();
    let wake: Wake = Arc::new(move || {
        // Fails only when the window is gone, and with it who would listen.
        let _ = weak.upgrade_in_event_loop(|app| app.global::<parter_ui::Visit>().invoke_wake());
    });
    let kiosk: Shared = Rc::new(RefCell::new(kiosk(wake)));
    attach(&app, &kiosk);
    let _pulse = attend(&app.global::<Frame>(), "the kiosk's screens are shown");
    app.run()
}

/// Stands in while there is nothing to show, until `ready` gives something, asked every `every` on a thread of its own;
/// none when the window is closed before.
///
/// # Errors
/// When there is no display.
pub fn stand_in<T: Send + 'static>(
    screen: &Screen,
    every: Duration,
    mut ready: impl FnMut() -> Option<T> + Send + 'static,
) -> Result<Option<T>, PlatformError> {
    let window = Notice::new()?;
    place(window.window(), screen);
    notice::fill(&window, &notice::Notice::OutOfService(None), screen.diagonal_inches);
    let _pulse = attend(&window.global::<Frame>(), "there is nothing to show yet");
    let weak = window.as_weak();
    let (closed, until_closed) = channel::<()>();
    let (found, come) = channel();
    thread::spawn(move || {
        while until_closed.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            if let Some(thing) = ready() {
                // Both fail only when the window has been closed meanwhile.
                let _ = found.send(thing);
                let _ = weak.upgrade_in_event_loop(|window| drop(window.hide()));
                return;
            }
        }
    });
    window.run()?;
    drop(closed);
    Ok(come.try_recv().ok())
}

fn place(window: &slint::Window, screen: &Screen) {
    window.set_size(LogicalSize::new(screen.width as f32, screen.height as f32));
    window.set_fullscreen(screen.fullscreen);
}

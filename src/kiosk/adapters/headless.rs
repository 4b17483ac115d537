//! A window without a display: screens drawn into memory by the software renderer.

use std::{rc::Rc, time::Instant};

use parter_ui::App;
use slint::{
    ComponentHandle, PhysicalSize, PlatformError, Rgba8Pixel, SharedPixelBuffer,
    platform::{
        Platform, WindowAdapter,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};

use super::{Shared, attach};

struct Headless {
    window: Rc<MinimalSoftwareWindow>,
    started: Instant,
}

impl Platform for Headless {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> std::time::Duration {
        self.started.elapsed()
    }
}

/// Draws the screen that the kiosk is on. Once a thread: the platform is the thread's.
///
/// # Errors
/// When this thread has a platform already, or the picture can't be drawn.
pub fn picture(kiosk: &Shared) -> Result<SharedPixelBuffer<Rgba8Pixel>, PlatformError> {
    let screen = kiosk.borrow().config.screen.clone();
    let size = PhysicalSize::new(screen.width, screen.height);
    let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
    window.set_size(size);
    let platform = Headless {
        window,
        started: Instant::now(),
    };
    slint::platform::set_platform(Box::new(platform)).map_err(|error| PlatformError::from(error.to_string()))?;

    let app = App::new()?;
    app.window().set_size(size);
    attach(&app, kiosk);
    app.show()?;
    // Change handlers run between two rounds; the second picture has what they changed.
    slint::platform::update_timers_and_animations();
    app.window().take_snapshot()?;
    slint::platform::update_timers_and_animations();
    app.window().take_snapshot()
}

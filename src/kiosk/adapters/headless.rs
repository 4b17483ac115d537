//! A window without a display: screens drawn into memory by the software renderer.

use std::{rc::Rc, time::Instant};

use parter_ui::{App, Notice};
use slint::{
    ComponentHandle, PhysicalSize, PlatformError, Rgba8Pixel, SharedPixelBuffer,
    platform::{
        Platform, WindowAdapter,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};

use super::{Shared, attach, notice};

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
    begin((screen.width, screen.height))?;
    let app = App::new()?;
    draw(&app, (screen.width, screen.height), || attach(&app, kiosk))
}

/// Draws a notice. Once a thread, as [`picture`].
///
/// # Errors
/// As [`picture`].
pub fn notice(
    notice: &notice::Notice,
    diagonal_inches: f32,
    size: (u32, u32),
) -> Result<SharedPixelBuffer<Rgba8Pixel>, PlatformError> {
    begin(size)?;
    let window = Notice::new()?;
    draw(&window, size, || notice::fill(&window, notice, diagonal_inches))
}

fn begin((width, height): (u32, u32)) -> Result<(), PlatformError> {
    let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
    window.set_size(PhysicalSize::new(width, height));
    let platform = Headless {
        window,
        started: Instant::now(),
    };
    slint::platform::set_platform(Box::new(platform)).map_err(|error| PlatformError::from(error.to_string()))
}

fn draw(
    component: &impl ComponentHandle,
    (width, height): (u32, u32),
    fill: impl FnOnce(),
) -> Result<SharedPixelBuffer<Rgba8Pixel>, PlatformError> {
    let window = component.window();
    window.set_size(PhysicalSize::new(width, height));
    fill();
    component.show()?;
    // Change handlers run between two rounds; the second picture has what they changed.
    slint::platform::update_timers_and_animations();
    window.take_snapshot()?;
    slint::platform::update_timers_and_animations();
    window.take_snapshot()
}

//! A window without a display: screens drawn into memory by the software renderer.

use std::{rc::Rc, time::Instant};

use parter_ui::{App, OutOfService};
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
    begin((screen.width, screen.height))?;
    let app = App::new()?;
    draw(&app, (screen.width, screen.height), || attach(&app, kiosk))
}

/// Draws what stands in while there is nothing to show. Once a thread, as [`picture`].
///
/// # Errors
/// As [`picture`].
pub fn out_of_service(size: (u32, u32)) -> Result<SharedPixelBuffer<Rgba8Pixel>, PlatformError> {
    begin(size)?;
    draw(&OutOfService::new()?, size, || {})
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

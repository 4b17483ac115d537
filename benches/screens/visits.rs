//! Whole visits on the real screens, drawn in memory at full size: how soon a touch is answered, and what stays behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/table.rs"]
mod table;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Days, Utc};
use i_slint_backend_testing::ElementHandle;
use parter::{
    config::Config,
    kiosk::{
        adapters::{self, Shared},
        clock::Clock,
        controllers::kiosk::Kiosk,
    },
    packs,
    store::{Store, StoreConfig, worker::Worker},
};
use parter_ui::{App, Visit};
use slint::{
    ComponentHandle, LogicalPosition, PhysicalSize, PlatformError, Rgb8Pixel,
    platform::{
        Platform, PointerEventButton, WindowAdapter, WindowEvent,
        software_renderer::{MinimalSoftwareWindow, RepaintBufferType},
    },
};
use table::{Row, quantile, resident_megabytes};

const WIDTH: u32 = 1080;
const HEIGHT: u32 = 1920;
const VISITS: u32 = 1_000;
const TOUCHES_A_VISIT: u32 = 6;
/// More than a large office has.
const VISITS_A_DAY: u32 = 400;
/// From one visit to the next.
const PAUSE: Duration = Duration::from_secs(60);

fn main() {
    let stage = Stage::new();
    // Written to from the start, so that its own memory does not grow with the visits.
    let mut touches = vec![f64::NAN; (2 * VISITS * TOUCHES_A_VISIT) as usize];
    touches.clear();
    for _ in 0..VISITS {
        stage.visit(&mut touches);
    }
    let first = resident_megabytes("self");
    for _ in 0..VISITS {
        stage.visit(&mut touches);
    }
    let second = resident_megabytes("self");
    table::print(vec![
        Row {
            what: "a touch, until the frame that answers it is drawn, 1080×1920",
            measured: format!(
                "median {:.1} ms, p99 {:.1} ms of {} touches",
                quantile(&mut touches, 0.5),
                quantile(&mut touches, 0.99),
                touches.len()
            ),
            aim: "p99 under 33 ms",
        },
        Row {
            what: "memory after 1,000 visits, a ticket and a rating each, 400 a day",
            measured: format!("{first:.1} MB"),
            aim: "under 64 MB",
        },
        Row {
            what: "growth over the next 1,000 visits",
            measured: format!("{:+.1} MB", second - first),
            aim: "none",
        },
    ]);
}

/// The mornings of a working week. Each stands still for the visits of a day while the uptime goes on, so that all of
/// them fall into office hours.
struct Mornings(Cell<Duration>);

impl Clock for Mornings {
    fn now(&self) -> DateTime<Utc> {
        let monday: DateTime<Utc> = "2026-11-23T08:30:00Z".parse().expect("a time");
        let days = self.0.get().as_secs() / (PAUSE * VISITS_A_DAY).as_secs();
        monday + Days::new(days)
    }

    fn uptime(&self) -> Duration {
        self.0.get()
    }
}

struct InMemory {
    window: Rc<MinimalSoftwareWindow>,
    started: Instant,
}

impl Platform for InMemory {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.started.elapsed()
    }
}

struct Stage {
    window: Rc<MinimalSoftwareWindow>,
    frame: RefCell<Vec<Rgb8Pixel>>,
    app: App,
    kiosk: Shared,
    clock: Rc<Mornings>,
    worker: Worker,
    _state: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        window.set_size(PhysicalSize::new(WIDTH, HEIGHT));
        let platform = InMemory {
            window: window.clone(),
            started: Instant::now(),
        };
        slint::platform::set_platform(Box::new(platform)).expect("the first platform");

        let state = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let lobby = StoreConfig {
            lobby: "bench/lobby".to_owned(),
            zone: chrono_tz::Europe::Sofia,
            bucket_hours: 24,
            repeat_window: Duration::from_secs(10),
        };
        let clock = Rc::new(Mornings(Cell::default()));
        let (folder, opened_at) = (state.path().to_owned(), clock.now());
        let worker = Worker::spawn(move || Store::open(&folder, &lobby, opened_at), |_| ()).expect("a thread");

        let pack = packs::load("kyustendil").expect("a sound pack");
        let mut kiosk = Kiosk::new(Config::default(), pack.into(), clock.clone());
        kiosk.connect(worker.handle(), Arc::new(|| ()));
        let kiosk = Rc::new(RefCell::new(kiosk));
        let app = App::new().expect("a window");
        app.window().set_size(PhysicalSize::new(WIDTH, HEIGHT));
        adapters::attach(&app, &kiosk);
        app.show().expect("shown");
        let stage = Self {
            window,
            frame: RefCell::new(vec![Rgb8Pixel::default(); (WIDTH * HEIGHT) as usize]),
            app,
            kiosk,
            clock,
            worker,
            _state: state,
        };
        stage.settle();
        stage
    }

    /// One person takes a ticket and rates the service; then the screen forgets them.
    fn visit(&self, touches: &mut Vec<f64>) {
        let queue = self.kiosk.borrow().pack.queues.queues[0].name.get("bg").to_owned();
        for label in ["Вземете билет", &queue, "Вземете билет"] {
            touches.push(self.tap(label));
        }
        self.settle();
        for label in ["Начало", "Оценете обслужването", "Добре"] {
            touches.push(self.tap(label));
        }
        self.settle();
        self.kiosk.borrow_mut().forget();
        self.clock.0.set(self.clock.0.get() + PAUSE);
        self.app.global::<Visit>().invoke_tick();
        self.settle();
    }

    /// Touches the control whose label begins so; the milliseconds until the frame that answers is drawn.
    fn tap(&self, label: &str) -> f64 {
        let control = ElementHandle::find_by_accessible_label(&self.app, label).next();
        let control = control.unwrap_or_else(|| panic!("no “{label}” on the screen"));
        let (corner, size) = (control.absolute_position(), control.size());
        let position = LogicalPosition::new(corner.x + size.width / 2.0, corner.y + size.height / 2.0);
        let button = PointerEventButton::Left;
        let began = Instant::now();
        for event in [
            WindowEvent::PointerPressed { position, button },
            WindowEvent::PointerReleased { position, button },
        ] {
            self.app
                .window()
                .dispatch_event_with_result(event)
                .expect("the window takes a touch");
        }
        self.draw();
        began.elapsed().as_secs_f64() * 1e3
    }

    /// Lets the store answer all that was asked, and shows what it said.
    fn settle(&self) {
        let (answer, answered) = std::sync::mpsc::channel();
        self.worker
            .handle()
            .call(|_| Ok(()), move |_| answer.send(()).expect("somebody waits"));
        answered
            .recv_timeout(Duration::from_secs(20))
            .expect("the store answers");
        self.app.global::<Visit>().invoke_wake();
        self.draw();
    }

    fn draw(&self) {
        slint::platform::update_timers_and_animations();
        self.window.draw_if_needed(|renderer| {
            renderer.render(&mut self.frame.borrow_mut(), WIDTH as usize);
        });
    }
}

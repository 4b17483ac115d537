//! A lobby for pictures: a store in a folder that goes with it, and people who came before.

use std::{error::Error, sync::Arc, time::Duration};

use chrono::{NaiveTime, TimeDelta};
use clap::Args;

use super::staff;
use crate::{
    feedback::Face,
    kiosk::controllers::{kiosk::Kiosk, session::Screen},
    queue::{Appointment, IssueRequest, PeriodKind, appointments::list},
    store::{Store, StoreConfig, StoreError, worker::Worker},
};

/// How long a picture waits for the store.
const PATIENCE: Duration = Duration::from_secs(10);

/// The one thing that chance would make different in each picture.
const CODE: &str = "7K3QX9M2WD4R";

/// What the one who is expected types.
const APPOINTMENT: &str = "K7Q2";

/// Options of `parter shot` for the screens of tickets.
#[derive(Args)]
pub struct Lobby {
    /// The queue of the ticket screens; the place's first where it is not given
    #[arg(long)]
    queue: Option<String>,
    /// The service of the ticket screens, with its queue, or of the service's own screen
    #[arg(long)]
    pub service: Option<String>,
    /// How many tickets the queue issued before
    #[arg(long, default_value_t = 0)]
    issued: u32,
    /// How many of them were called
    #[arg(long, default_value_t = 0)]
    called: u32,
    /// A queue that staff have paused, by its id; may be given more than once
    #[arg(long)]
    paused: Vec<String>,
    /// Someone is expected today at this hour, as 10:30: the way to say so, and the ticket of who has come
    #[arg(long, value_parser = parse_hour)]
    arranged: Option<NaiveTime>,
    /// The face of the rating screens, from 1 to 5
    #[arg(long, default_value_t = 4)]
    face: u8,
}

impl Lobby {
    /// Brings the kiosk to `screen`, as a visitor comes there.
    pub fn visit(&self, kiosk: &mut Kiosk, screen: Screen) -> Result<(), Box<dyn Error>> {
        let dir = tempfile::tempdir()?;
        kiosk.config.state = dir.path().to_owned();
        let config = StoreConfig {
            lobby: kiosk.pack.info.municipality.id.clone(),
            zone: kiosk.pack.zone(),
            bucket_hours: kiosk.config.rating.bucket_hours,
            repeat_window: Duration::ZERO,
        };
        let (folder, now) = (dir.path().to_owned(), kiosk.clock.now());
        let worker = Worker::spawn(move || Store::open(&folder, &config, now), |_| {})?;
        self.fill(kiosk, &worker)?;
        self.pause(kiosk, &worker)?;
        self.arrange(kiosk, &worker)?;
        kiosk.connect(worker.handle(), Arc::new(|| {}));
        kiosk.wait_for_reply(PATIENCE);
        let is_expected = self.arranged.is_some();
        if screen == Screen::Appointment || screen == Screen::TicketIssued && is_expected {
            kiosk.begin_check_in();
            APPOINTMENT
                .split("")
                .filter(|key| !key.is_empty())
                .for_each(|key| kiosk.type_in_code(key));
        } else if matches!(screen, Screen::TicketCheck | Screen::TicketIssued) {
            self.choose(kiosk)?;
            kiosk.wait_for_reply(PATIENCE);
        } else if matches!(screen, Screen::RateMore | Screen::RateThanks) {
            self.rate(kiosk, screen)?;
        } else {
            kiosk.session.go(screen);
        }
        if screen == Screen::TicketIssued {
            if is_expected {
                kiosk.check_in();
            } else {
                kiosk.take_ticket();
            }
            kiosk.wait_for_reply(PATIENCE);
            let issued = kiosk.session.ticket.issued.as_mut();
            let issued = issued.ok_or("no ticket is issued then: give a time of working hours with --at")?;
            issued.visit.ticket.code = CODE.parse()?;
        }
        if screen.is_for_staff() {
            staff::look(kiosk, PATIENCE)?;
        }
        worker.shutdown();
        Ok(())
    }

    fn arrange(&self, kiosk: &Kiosk, worker: &Worker) -> Result<(), Box<dyn Error>> {
        let (Some(hour), Some(day)) = (self.arranged, kiosk.today()) else {
            return Ok(());
        };
        let queue = self.queue_id(kiosk)?;
        let appointment = Appointment {
            day,
            code: APPOINTMENT.parse()?,
            at: list::at(&kiosk.pack, day, hour).ok_or("the clock jumps over that hour today: give another")?,
            letter: kiosk.pack.queues.queue(&queue).map_or('?', |queue| queue.letter),
            queue,
            service: self.service.clone(),
        };
        let (send, done) = std::sync::mpsc::channel();
        worker.handle().call(
            move |store| store.arrange(&appointment),
            move |result| drop(send.send(result)),
        );
        Ok(done.recv_timeout(PATIENCE)??)
    }

    fn pause(&self, kiosk: &Kiosk, worker: &Worker) -> Result<(), Box<dyn Error>> {
        for queue in self.paused.clone() {
            if !kiosk.queues().any(|here| here.id == queue) {
                return Err(format!("the pack has no queue “{queue}” at this place: see `parter pack show`").into());
            }
            let now = kiosk.clock.now();
            let (send, done) = std::sync::mpsc::channel();
            worker.handle().call(
                move |store| store.pause_queue(&queue, None, now),
                move |result| drop(send.send(result)),
            );
            done.recv_timeout(PATIENCE)??;
        }
        Ok(())
    }

    fn rate(&self, kiosk: &mut Kiosk, screen: Screen) -> Result<(), Box<dyn Error>> {
        kiosk.touched();
        kiosk.rate(Face::try_from(self.face)?);
        kiosk.wait_for_reply(PATIENCE);
        if kiosk.session.screen() != screen {
            kiosk.done_rating();
        }
        Ok(())
    }

    fn choose(&self, kiosk: &mut Kiosk) -> Result<(), Box<dyn Error>> {
        match &self.service {
            Some(service) => kiosk.choose_service(service),
            None => kiosk.choose_queue(&self.queue_id(kiosk)?),
        }
        if kiosk.chosen().is_none() {
            return Err("the pack has no such queue or service at this place: see `parter pack show`".into());
        }
        Ok(())
    }

    fn queue_id(&self, kiosk: &Kiosk) -> Result<String, Box<dyn Error>> {
        let service = self.service.as_ref().and_then(|id| kiosk.pack.service(id));
        let of_service = service.and_then(|service| kiosk.queue_for(service));
        let id = of_service
            .or_else(|| kiosk.queues().next())
            .map(|queue| queue.id.clone());
        let id = self.queue.clone().filter(|_| of_service.is_none()).or(id);
        id.ok_or_else(|| "the pack has no queue at this place".into())
    }

    /// Lets people come one a minute and be called after eight to nineteen.
    fn fill(&self, kiosk: &Kiosk, worker: &Worker) -> Result<(), Box<dyn Error>> {
        if self.issued == 0 {
            return Ok(());
        }
        let queue = self.queue_id(kiosk)?;
        let letter = kiosk.pack.queues.queue(&queue).map_or('?', |queue| queue.letter);
        let (issued, called, now) = (self.issued, self.called, kiosk.clock.now());
        let (send, done) = std::sync::mpsc::channel();
        worker.handle().call(
            move |store| {
                for at in 0..issued {
                    let request = IssueRequest {
                        queue: queue.clone(),
                        letter,
                        service: None,
                        priority: None,
                        touched: Duration::from_secs(u64::from(at) * 60),
                    };
                    let came = now - TimeDelta::minutes((issued - at).into()) - TimeDelta::minutes(20);
                    let visit = store.issue(&request, came)?;
                    if at < called {
                        let wait = TimeDelta::minutes((8 + at * 5 % 12).into());
                        store.begin_period(&visit.ticket.code, PeriodKind::Called, None, came + wait)?;
                    }
                }
                Ok::<_, StoreError>(())
            },
            move |result| drop(send.send(result)),
        );
        Ok(done.recv_timeout(PATIENCE)??)
    }
}

fn parse_hour(text: &str) -> Result<NaiveTime, String> {
    list::time(text).ok_or_else(|| "write the hour as 10:30".to_owned())
}

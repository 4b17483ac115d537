//! The printer's thread: papers out of the store, one after the other, and how the printer is.
//!
//! The device itself is touched on a second thread, which is given up when it gives no answer: a driver can wait for ever
//! where nothing should. Until that thread comes back the printer is offline.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono::TimeDelta;
use tracing::{error, info, warn};

use super::{
    device::Line,
    job::{self, Drawn, Outcome, Timing},
    raster::Raster,
    sheet::{Paper, Sheet},
    status,
    watch::Watch,
};
use crate::{
    clock::Clock,
    config::{Config, PrinterDevice},
    protocol::heartbeat::PrinterState,
    queue::{
        TicketCode,
        paper::{PrintFault, PrintState},
    },
    store::{PrintJob, Store, StoreError, worker},
};

/// What the printer's thread must know.
#[derive(Debug, Clone)]
pub struct PrinterConfig {
    pub device: PrinterDevice,
    pub paper: Paper,
    pub timing: Timing,
}

impl PrinterConfig {
    /// As the configuration says; none where it names no printer.
    #[must_use]
    pub fn of(config: &Config) -> Option<Self> {
        Some(Self {
            device: config.printer.device.clone()?,
            paper: Paper::of_mm(config.printer.paper_mm)?,
            timing: Timing::default(),
        })
    }
}

/// The thread. Dropping it without [`shutdown`](Self::shutdown) lets the thread end by itself.
#[derive(Debug)]
pub struct Printer {
    handle: Handle,
    thread: JoinHandle<()>,
}

/// The way to the printer, for any thread.
#[derive(Debug, Clone)]
pub struct Handle {
    wishes: Sender<Wish>,
    watch: Watch,
}

enum Wish {
    /// There are papers in the store.
    Look,
    /// This, which is nobody's ticket.
    Trial(Sheet),
    Stop,
}

impl Printer {
    /// Starts to print what the store has for it.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub fn start(config: PrinterConfig, store: worker::Handle, clock: impl Clock + Send + 'static) -> io::Result<Self> {
        let (device, patience) = (config.device.clone(), config.timing.answer);
        Self::start_with(config, store, clock, move || Line::open(&device, patience))
    }

    /// As [`start`](Self::start), with another way to open the device. For tests of one that never opens.
    #[doc(hidden)]
    pub fn start_with(
        config: PrinterConfig,
        store: worker::Handle,
        clock: impl Clock + Send + 'static,
        open: impl Fn() -> io::Result<Line> + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let watch = Watch::new();
        let (wishes, inbox) = channel();
        let keeper = Keeper {
            config,
            store,
            clock,
            open,
            watch: watch.clone(),
            given_up: None,
            left_open: false,
        };
        let thread = thread::Builder::new()
            .name("printer".to_owned())
            .spawn(move || keeper.run(&inbox))?;
        Ok(Self {
            handle: Handle { wishes, watch },
            thread,
        })
    }

    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Finishes the paper that is under way and ends. To be called before the store is shut down.
    pub fn shutdown(self) {
        // Both fail only when the thread has ended already.
        let _ = self.handle.wishes.send(Wish::Stop);
        let _ = self.thread.join();
    }
}

impl Handle {
    /// To a printer that does nothing, for pictures and tests.
    #[doc(hidden)]
    #[must_use]
    pub fn standing(watch: Watch) -> Self {
        let (wishes, _) = channel();
        Self { wishes, watch }
    }

    /// There are new papers in the store.
    pub fn look(&self) {
        // Fails only when the thread has ended.
        let _ = self.wishes.send(Wish::Look);
    }

    /// Prints `sheet`, which is nobody's ticket.
    pub fn trial(&self, sheet: Sheet) {
        self.watch.set_trial(None);
        // As above.
        let _ = self.wishes.send(Wish::Trial(sheet));
    }

    #[must_use]
    pub fn watch(&self) -> &Watch {
        &self.watch
    }
}

/// What the thread keeps.
struct Keeper<C, O> {
    config: PrinterConfig,
    store: worker::Handle,
    clock: C,
    open: O,
    watch: Watch,
    /// The thread that gave no answer.
    given_up: Option<JoinHandle<()>>,
    /// The last paper broke off in its middle, as far as is known.
    left_open: bool,
}

impl<C, O> Keeper<C, O>
where
    C: Clock,
    O: Fn() -> io::Result<Line> + Clone + Send + 'static,
{
    fn run(mut self, inbox: &Receiver<Wish>) {
        // Perhaps the program ended while the printer had one of them.
        let papers = self.ask(|store| store.last_prints(u32::MAX)).unwrap_or_default();
        self.left_open = papers.iter().any(|paper| paper.state == PrintState::Unknown);
        self.look();
        self.print_pending();
        loop {
            match inbox.recv_timeout(self.config.timing.check) {
                Ok(Wish::Look) => self.print_pending(),
                Ok(Wish::Trial(sheet)) => {
                    let state = self.print(&sheet, || true);
                    self.watch.set_trial(Some(state));
                }
                // Counters of other machines want papers too.
                Err(RecvTimeoutError::Timeout) => {
                    self.print_pending();
                    self.look();
                }
                Ok(Wish::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn print_pending(&mut self) {
        // Staff hear of a store that fails from its own thread.
        for job in self.ask(Store::prints_pending).unwrap_or_default() {
            self.print_job(&job);
        }
    }

    fn print_job(&mut self, job: &PrintJob) {
        let age = self.clock.now() - job.queued_at;
        let is_late = age > TimeDelta::from_std(self.config.timing.late).unwrap_or(TimeDelta::MAX);
        let mut has_begun = false;
        let state = match serde_json::from_str::<Sheet>(&job.sheet) {
            _ if is_late => PrintState::Failed(PrintFault::TooLate),
            Ok(sheet) => {
                let (store, watch, code) = (self.store.clone(), self.watch.clone(), job.visit.clone());
                self.print(&sheet, || {
                    watch.set_print(code.clone(), PrintState::Queued);
                    has_begun = ask(&store, move |store| store.print_begins(&code)).unwrap_or(false);
                    has_begun
                })
            }
            Err(error) => {
                error!(%error, "a paper was written by another version and can't be printed");
                PrintState::Failed(PrintFault::NotKept)
            }
        };
        if let Err(cause) = self.keep(job.visit.clone(), state, has_begun) {
            error!(%cause, "what became of a paper could not be kept");
        }
        self.watch.set_print(job.visit.clone(), state);
    }

    fn keep(&self, code: TicketCode, state: PrintState, has_begun: bool) -> Result<(), StoreError> {
        self.ask(move |store| match state {
            PrintState::Failed(why) if !has_begun => store.print_fails(&code, why),
            _ => store.print_done(&code, state),
        })
    }

    /// Prints `sheet` where the printer can; `begins` is the last word before the first byte goes out.
    fn print(&mut self, sheet: &Sheet, begins: impl FnOnce() -> bool) -> PrintState {
        let timing = self.config.timing;
        let Ok(drawn) = Drawn::new(&Raster::draw(sheet, self.config.paper), &timing) else {
            return PrintState::Failed(PrintFault::NotKept);
        };
        let Some((line, state)) = self.look() else {
            return PrintState::Failed(PrintFault::Offline);
        };
        if let Some(why) = job::fault(state) {
            return PrintState::Failed(why);
        }
        if !begins() {
            return PrintState::Failed(PrintFault::NotKept);
        }
        let longest = timing.watchdog + drawn.longest(&self.config.device);
        let sent = self.attended(longest, move || drawn.print(&line, &timing));
        self.left_open = matches!(sent, None | Some(Outcome::BrokenOff));
        match sent {
            Some(Outcome::Sent { state, .. }) => self.know(state),
            _ => drop(self.look()),
        }
        let outcome = sent.unwrap_or(Outcome::Lost);
        outcome.print_state(self.watch.state())
    }

    /// Opens the device, brings the printer back where it was left in the middle of a paper, and asks how it is; none where
    /// there is no way to it.
    fn look(&mut self) -> Option<(Line, PrinterState)> {
        let (open, timing) = (self.open.clone(), self.config.timing);
        let mend = self.left_open.then_some(self.config.paper);
        let seen = self.attended(timing.watchdog, move || {
            let line = open()?;
            let state = match (status::ask(&line, timing.answer)?, mend) {
                (state, Some(paper)) if job::fault(state).is_none() => {
                    job::mend(&line, paper, &timing)?;
                    status::ask(&line, timing.answer)?
                }
                (state, _) => state,
            };
            io::Result::Ok((line, state))
        });
        let seen = seen.and_then(Result::ok);
        let state = seen.as_ref().map_or(PrinterState::Offline, |(_, state)| *state);
        self.left_open &= job::fault(state).is_some();
        self.know(state);
        seen
    }

    fn know(&self, state: PrinterState) {
        if !self.watch.set_state(state) {
            return;
        }
        match job::fault(state) {
            Some(_) => warn!(?state, "the printer prints nothing"),
            None => info!(?state, "the printer"),
        }
    }

    /// Runs `work` on a thread of its own; none when it gives no answer within `patience`, or when one that gave none before
    /// has not come back yet.
    fn attended<T: Send + 'static>(
        &mut self,
        patience: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        if self.given_up.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return None;
        }
        let (answer, answered) = channel();
        // Fails only when it was given up.
        let work = move || drop(answer.send(work()));
        let thread = thread::Builder::new().name("printer-io".to_owned()).spawn(work).ok()?;
        let answer = answered.recv_timeout(patience).ok();
        self.given_up = answer.is_none().then_some(thread);
        answer
    }

    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        ask(&self.store, work)
    }
}

/// Waits for the store's answer, on a thread that nobody waits for.
fn ask<T: Send + 'static>(
    store: &worker::Handle,
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (reply, answer) = channel();
    // Fails only when the one who asked is gone.
    store.call(work, move |result| drop(reply.send(result)));
    answer.recv().unwrap_or(Err(StoreError::Stopped))
}

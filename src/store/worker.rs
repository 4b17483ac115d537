//! The thread that owns the store, so that no other thread ever waits for the disk.
//!
//! A store that can't be opened, or whose connection is of no more use, is opened again every [`RETRY`]; until then each
//! call is answered with the reason.

use std::{
    collections::VecDeque,
    io,
    ops::ControlFlow,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tokio::sync::{Notify, oneshot, watch};

use super::{Asked, Incident, Opened, Store, StoreError};
use crate::queue::Visit;

/// Time between two attempts to open the store.
pub const RETRY: Duration = Duration::from_secs(2);

/// Calls that may wait at once; far more than a lobby can touch.
const DEPTH: usize = 256;

/// So many tickets of further kiosks share a commit at most, with what else is asked in between.
const TOGETHER: usize = 64;

/// Where several shared the last commit, as many are waited for so long: one commit more costs all of them more than this.
const GATHER: Duration = Duration::from_micros(500);

/// The store's thread. Dropping it without [`shutdown`](Self::shutdown) lets the thread finish by itself.
#[derive(Debug)]
pub struct Worker {
    handle: Handle,
    thread: JoinHandle<()>,
}

/// The way to the store, for any thread.
#[derive(Debug, Clone)]
pub struct Handle {
    jobs: SyncSender<Message>,
    written: Arc<Notify>,
    news: watch::Receiver<()>,
}

/// Work and its reply; gives back the error that ends the connection, if that is what came of it.
type Job = Box<dyn FnOnce(Result<&mut Store, StoreError>) -> Option<StoreError> + Send>;

/// A ticket for somebody at a further kiosk, and who is told of it once it is on the disk.
struct Issue {
    asked: Asked,
    reply: Box<dyn FnOnce(Result<Visit, StoreError>) + Send>,
}

enum Message {
    Call(Job),
    Later(Job),
    Issue(Issue),
    Stop,
}

impl Worker {
    /// Starts the thread. `open` is called on it, at once and again whenever the store is lost; `report` tells staff.
    pub fn spawn(
        open: impl FnMut() -> Result<Opened, StoreError> + Send + 'static,
        report: impl FnMut(Incident) + Send + 'static,
    ) -> io::Result<Self> {
        let (jobs, inbox) = sync_channel(DEPTH);
        let written = Arc::new(Notify::new());
        let (changed, news) = watch::channel(());
        let keeper = Keeper {
            open,
            report,
            gathered: 0,
            later: VecDeque::new(),
            written: written.clone(),
            changed,
            state: Err(StoreError::Stopped),
            told: None,
        };
        let thread = thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || keeper.run(&inbox))?;
        Ok(Self {
            handle: Handle { jobs, written, news },
            thread,
        })
    }

    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Finishes the calls made so far, closes the store and waits for that.
    pub fn shutdown(self) {
        // Fails only when the thread has ended already.
        let _ = self.handle.jobs.send(Message::Stop);
        let _ = self.thread.join();
    }
}

impl Handle {
    /// Runs `work` on the store's thread and then, there too, `reply` with what came of it. Never waits: when too much
    /// is under way or the store has been shut down, `reply` is called here and at once.
    pub fn call<T: 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
        reply: impl FnOnce(Result<T, StoreError>) + Send + 'static,
    ) {
        self.send(Message::Call(job(work, reply)));
    }

    /// Runs `work` as [`call`](Self::call) does, and waits for what comes of it.
    pub async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        // Fails only when the one who asked is gone.
        self.call(work, |result| drop(reply.send(result)));
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Issues a ticket for somebody at a further kiosk, with one commit for all that wait at that moment; waits until it is
    /// on the disk.
    pub async fn issue(&self, asked: Asked) -> Result<Visit, StoreError> {
        let (reply, answer) = oneshot::channel();
        // Fails only when the one who asked is gone.
        let reply = Box::new(|result| drop(reply.send(result)));
        self.send(Message::Issue(Issue { asked, reply }));
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Tells whenever something has changed that counters and the board show.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<()> {
        self.news.clone()
    }

    /// Runs `work` when nobody else asks anything of the store: what a visitor waits for goes first.
    pub async fn later<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        // Fails only when the one who asked is gone.
        let reply = |result| drop(reply.send(result));
        self.send(Message::Later(job(work, reply)));
        answer.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// Waits until new records for the server are on the disk; returns at once when there were some since the last time.
    pub async fn written(&self) {
        self.written.notified().await;
    }

    fn send(&self, message: Message) {
        let (refused, why) = match self.jobs.try_send(message) {
            Ok(()) => return,
            Err(TrySendError::Full(refused)) => (refused, StoreError::Busy),
            Err(TrySendError::Disconnected(refused)) => (refused, StoreError::Stopped),
        };
        match refused {
            Message::Call(job) | Message::Later(job) => drop(job(Err(why))),
            Message::Issue(issue) => (issue.reply)(Err(why)),
            Message::Stop => {}
        }
    }
}

fn job<T: 'static>(
    work: impl FnOnce(&mut Store) -> Result<T, StoreError> + Send + 'static,
    reply: impl FnOnce(Result<T, StoreError>) + Send + 'static,
) -> Job {
    Box::new(move |store| {
        let result = store.and_then(work);
        let fatal = result.as_ref().err().filter(|error| error.ends_connection()).cloned();
        reply(result);
        fatal
    })
}

/// What the thread keeps.
struct Keeper<O, R> {
    open: O,
    report: R,
    state: Result<Store, StoreError>,
    /// The fault that staff know of.
    told: Option<StoreError>,
    /// So many tickets of further kiosks shared the last commit.
    gathered: usize,
    /// Work that waits until there is none but its like.
    later: VecDeque<Job>,
    /// Told when there are new records for the server.
    written: Arc<Notify>,
    /// Told when counters and the board have something new to show.
    changed: watch::Sender<()>,
}

impl<O, R> Keeper<O, R>
where
    O: FnMut() -> Result<Opened, StoreError>,
    R: FnMut(Incident),
{
    fn run(mut self, inbox: &Receiver<Message>) {
        self.try_open();
        let mut tried = Instant::now();
        loop {
            let left = RETRY.saturating_sub(tried.elapsed());
            if self.state.is_err() && left.is_zero() {
                self.try_open();
                tried = Instant::now();
                continue;
            }
            match self.next(inbox, left) {
                Ok(Message::Call(job)) => self.answer(job),
                Ok(Message::Later(job)) => self.later.push_back(job),
                Ok(Message::Issue(first)) => {
                    if self.issue_with_others(first, inbox).is_break() {
                        break;
                    }
                }
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        while let Some(job) = self.later.pop_front() {
            self.answer(job);
        }
    }

    /// What is to be done next. Waits no longer than what is `left` until a lost store is tried again.
    fn next(&mut self, inbox: &Receiver<Message>, left: Duration) -> Result<Message, RecvTimeoutError> {
        match inbox.try_recv() {
            Ok(message) => return Ok(message),
            Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
            Err(TryRecvError::Empty) => {}
        }
        match (self.later.pop_front(), &self.state) {
            (Some(job), _) => Ok(Message::Call(job)),
            (None, Ok(_)) => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            (None, Err(_)) => inbox.recv_timeout(left),
        }
    }

    fn answer(&mut self, job: Job) {
        let fatal = match &mut self.state {
            Ok(store) => job(Ok(store)),
            Err(error) => job(Err(error.clone())),
        };
        self.tell(fatal);
    }

    /// Issues the ticket and those that wait behind it, with one commit, and then tells who waits for them. What else is
    /// asked in between is answered first: it comes from others, and their turn would be soon. Breaks when it is time to stop.
    fn issue_with_others(&mut self, first: Issue, inbox: &Receiver<Message>) -> ControlFlow<()> {
        let mut together = vec![first];
        let mut then = ControlFlow::Continue(());
        let until = Instant::now() + GATHER;
        for _ in 1..TOGETHER {
            let are_missing = together.len() < self.gathered;
            let left = until.saturating_duration_since(Instant::now());
            let patience = if are_missing { left } else { Duration::ZERO };
            match inbox.recv_timeout(patience) {
                Ok(Message::Issue(issue)) => together.push(issue),
                Ok(Message::Call(job)) => self.answer(job),
                Ok(Message::Later(job)) => self.later.push_back(job),
                Ok(Message::Stop) => {
                    then = ControlFlow::Break(());
                    break;
                }
                Err(_) => break,
            }
        }
        self.gathered = together.len();
        let (asked, replies): (Vec<_>, Vec<_>) = together.into_iter().map(|issue| (issue.asked, issue.reply)).unzip();
        let issued = match &mut self.state {
            Ok(store) => store.issue_together(&asked),
            Err(error) => Err(error.clone()),
        };
        let fatal = issued.as_ref().err().filter(|error| error.ends_connection()).cloned();
        match issued {
            Ok(issued) => replies.into_iter().zip(issued).for_each(|(reply, one)| reply(one)),
            Err(error) => replies.into_iter().for_each(|reply| reply(Err(error.clone()))),
        }
        self.tell(fatal);
        then
    }

    /// Tells others what has become of the store; opens it again where it was lost.
    fn tell(&mut self, fatal: Option<StoreError>) {
        let Ok(store) = &mut self.state else { return };
        store.take_incidents().into_iter().for_each(&mut self.report);
        if store.take_written() {
            self.written.notify_one();
        }
        if store.take_changed() {
            self.changed.send_replace(());
        }
        if let Some(error) = fatal {
            self.lose(error);
            self.try_open();
        }
    }

    fn try_open(&mut self) {
        match (self.open)() {
            Ok(Opened { store, incidents }) => {
                self.state = Ok(store);
                incidents.into_iter().for_each(&mut self.report);
                if self.told.take().is_some() {
                    (self.report)(Incident::Available);
                }
            }
            Err(error) => self.lose(error),
        }
    }

    /// Closes the store, and tells staff why unless they know.
    fn lose(&mut self, error: StoreError) {
        if self.told.as_ref() != Some(&error) {
            (self.report)(Incident::Unavailable(error.clone()));
            self.told = Some(error.clone());
        }
        self.state = Err(error);
    }
}

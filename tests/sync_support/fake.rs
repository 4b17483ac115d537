//! A server that keeps records as the real one does, and fails as it is told.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread,
};

use parter::protocol::{
    batch::{Batch, BatchAnswer, Reason, Verdict, VerdictOn},
    enrolment::{EnrolRequest, Enrolled, NewToken},
    record::Record,
    refusal::{Cause, Refusal},
    secret::Token,
};

use super::LONG;

/// The code of the one offer that the server begins with.
pub const CODE: &str = "K7QM-3X9P-2WD4-R0AB";

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// What goes back.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    /// So many bytes of the body are left out, and the connection is closed.
    pub cut: usize,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            cut: 0,
        }
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn json(status: u16, body: &impl serde::Serialize) -> Self {
        Self::new(status, serde_json::to_string(body).unwrap()).header("parter-protocol", "1")
    }

    pub fn refusal(status: u16, error: Cause) -> Self {
        let message = format!("{error:?}, says the test");
        Self::json(status, &Refusal { error, message })
    }
}

/// What goes wrong with one request.
pub enum Fault {
    /// It never arrives: this is what answers.
    Instead(Reply),
    /// It arrives; this is what becomes of the answer.
    Spoilt(fn(Reply) -> Reply),
    /// It arrives, and no answer comes.
    Silence,
    /// As [`Instead`](Self::Instead), from now on.
    Always(Reply),
}

#[derive(Default)]
pub struct Kept {
    /// By kind and id, with the payload.
    pub records: BTreeMap<(String, String), String>,
    /// The batches as they came, none left out.
    pub batches: Vec<Vec<Record>>,
    pub verdicts: Vec<VerdictOn>,
    pub requests: Vec<Request>,
    pub codes: BTreeSet<String>,
    /// The one that the token came of, until the token is used.
    pub taken: Option<String>,
    /// The device's token, and the next.
    pub token: Option<Token>,
    pub next_token: Option<Token>,
    tokens: u32,
    pub rotate: bool,
    /// Rejects records of which this says so.
    pub reject: Option<fn(&Record) -> bool>,
    /// Faults of the calls to come, by the path that they are for.
    pub faults: BTreeMap<&'static str, VecDeque<Fault>>,
    /// Runs before a batch is answered.
    pub before_answer: Option<Box<dyn FnMut() + Send>>,
    /// Keeps records alone, for backlogs that would not fit otherwise.
    pub frugal: bool,
    connections: Vec<TcpStream>,
    down: bool,
}

/// The server; `stop` and `start_again` are an outage.
#[derive(Clone)]
pub struct Fake {
    address: SocketAddr,
    state: Arc<(Mutex<Kept>, Condvar)>,
}

impl Fake {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let fake = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::default(),
        };
        fake.kept().codes.insert(CODE.to_owned());
        fake.serve(listener);
        fake
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn kept(&self) -> MutexGuard<'_, Kept> {
        self.state.0.lock().unwrap()
    }

    pub fn fail(&self, path: &'static str, fault: Fault) {
        self.kept().faults.entry(path).or_default().push_back(fault);
    }

    /// No more faults.
    pub fn heal(&self) {
        self.kept().faults.clear();
    }

    /// Waits until `holds` of what the server has.
    pub fn until(&self, what: &str, holds: impl Fn(&Kept) -> bool) -> MutexGuard<'_, Kept> {
        let (kept, timeout) = self
            .state
            .1
            .wait_timeout_while(self.kept(), LONG, |kept| !holds(kept))
            .unwrap();
        assert!(!timeout.timed_out(), "the server never has {what}");
        kept
    }

    /// The ids that it has of a kind, in the order in which they came.
    pub fn ids(&self, kind: &str) -> Vec<String> {
        let kept = self.kept();
        let records = kept.batches.iter().flatten().filter(|record| record.kind == kind);
        records.map(|record| record.id.clone()).collect()
    }

    /// Nobody listens, and those who are connected are cut off.
    pub fn stop(&self) {
        let mut kept = self.kept();
        kept.down = true;
        for connection in kept.connections.drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
        drop(kept);
        // Wakes the listener, which sees that it is over.
        let _ = TcpStream::connect(self.address);
        while TcpStream::connect(self.address).is_ok() {
            thread::yield_now();
        }
    }

    pub fn start_again(&self) {
        self.kept().down = false;
        self.serve(TcpListener::bind(self.address).unwrap());
    }

    fn serve(&self, listener: TcpListener) {
        let fake = self.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let connection = connection.unwrap();
                let mut kept = fake.kept();
                if kept.down {
                    return;
                }
                kept.connections.push(connection.try_clone().unwrap());
                drop(kept);
                let fake = fake.clone();
                thread::spawn(move || fake.talk(&connection));
            }
        });
    }

    /// Answers one request after another until the connection ends.
    fn talk(&self, connection: &TcpStream) {
        let mut reader = BufReader::new(connection);
        while let Some(request) = read(&mut reader) {
            let Some(reply) = self.answer(&request) else {
                // Silence: until the other side has enough of it.
                let _ = reader.read(&mut [0]);
                return;
            };
            if write(connection, &reply).is_err() || reply.cut > 0 {
                let _ = connection.shutdown(Shutdown::Both);
                return;
            }
        }
    }

    fn answer(&self, request: &Request) -> Option<Reply> {
        let mut kept = self.kept();
        let path = request.path.clone();
        if !kept.frugal {
            kept.requests.push(request.clone());
        }
        let queue = kept
            .faults
            .iter_mut()
            .find(|(on, _)| path.ends_with(**on))
            .map(|(_, queue)| queue);
        let fault = queue.and_then(|queue| match queue.pop_front() {
            Some(Fault::Always(reply)) => {
                queue.push_front(Fault::Always(reply.clone()));
                Some(Fault::Instead(reply))
            }
            fault => fault,
        });
        let reply = match fault {
            None => Some(kept.good(request)),
            Some(Fault::Instead(reply) | Fault::Always(reply)) => Some(reply),
            Some(Fault::Spoilt(spoil)) => Some(spoil(kept.good(request))),
            Some(Fault::Silence) => {
                kept.good(request);
                None
            }
        };
        if path.ends_with("batches")
            && let Some(before) = &mut kept.before_answer
        {
            before();
        }
        drop(kept);
        self.state.1.notify_all();
        reply
    }
}

impl Kept {
    fn good(&mut self, request: &Request) -> Reply {
        assert_eq!(request.headers["parter-protocol"], "1");
        let call = request.path.strip_prefix("/api/v1/").unwrap();
        if call == "enrol" {
            return self.enrol(&serde_json::from_str(&request.body).unwrap());
        }
        let shown = request
            .headers
            .get("authorization")
            .and_then(|value| value.strip_prefix("Bearer "));
        if self.next_token.as_ref().map(Token::reveal) == shown && shown.is_some() {
            self.token = self.next_token.take();
        }
        if self.token.as_ref().map(Token::reveal) != shown {
            return Reply::refusal(401, Cause::Token);
        }
        if let Some(code) = self.taken.take() {
            self.codes.remove(&code);
        }
        match call {
            "batches" => self.take(serde_json::from_str(&request.body).unwrap()),
            "token" => {
                let token = self.new_token();
                self.next_token = Some(token.clone());
                Reply::json(201, &NewToken { token })
            }
            call => panic!("no such call: {call}"),
        }
    }

    fn new_token(&mut self) -> Token {
        self.tokens += 1;
        Token::from(format!("{:064x}", self.tokens))
    }

    fn enrol(&mut self, request: &EnrolRequest) -> Reply {
        let code = request.code.to_string();
        if !self.codes.contains(&code) {
            return Reply::refusal(403, Cause::Code);
        }
        self.taken = Some(code);
        let token = self.new_token();
        (self.token, self.next_token) = (Some(token.clone()), None);
        let public_url = "https://opashka.example.bg".to_owned();
        let device = "d7k2m9".to_owned();
        Reply::json(
            201,
            &Enrolled {
                device,
                token,
                public_url,
                keys: Vec::new(),
            },
        )
    }

    fn take(&mut self, batch: Batch) -> Reply {
        let verdicts: Vec<VerdictOn> = batch.records.iter().map(|record| self.judge(record)).collect();
        if !self.frugal {
            self.batches.push(batch.records);
            self.verdicts.extend(verdicts.clone());
        }
        Reply::json(
            207,
            &BatchAnswer {
                verdicts,
                now: chrono::Utc::now(),
                rotate_token: self.rotate,
                image: None,
                log_wanted: None,
            },
        )
    }

    fn judge(&mut self, record: &Record) -> VerdictOn {
        let key = (record.kind.clone(), record.id.clone());
        let payload = record.payload.get();
        let verdict = match self.records.get(&key) {
            _ if self.reject.is_some_and(|rejects| rejects(record)) => Verdict::Rejected {
                reason: Reason::Malformed,
                detail: "the test does not like it".to_owned(),
            },
            Some(known) if known == payload => Verdict::Duplicate,
            Some(_) => Verdict::Rejected {
                reason: Reason::Conflict,
                detail: String::new(),
            },
            None => {
                self.records.insert(key.clone(), payload.to_owned());
                Verdict::Accepted
            }
        };
        let (kind, id) = key;
        VerdictOn { kind, id, verdict }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    Some(Request { path, headers, body })
}

fn write(mut connection: &TcpStream, reply: &Reply) -> std::io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} Said\r\ncontent-length: {}\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let body = &reply.body.as_bytes()[..reply.body.len() - reply.cut.min(reply.body.len())];
    connection.write_all(&[head.as_bytes(), body].concat())?;
    connection.flush()
}

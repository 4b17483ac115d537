//! Clients that take tickets as fast as they get them.

use std::time::Instant;

use parter::queue::{TicketCode, Visit};
use rustls::crypto::ring;
use tokio::{runtime::Builder, task::JoinSet};

/// What came of it.
pub struct Run {
    /// From each question to its answer.
    pub millis: Vec<f64>,
    pub seconds: f64,
    /// Codes and numbers, the warm-up's too.
    pub visits: Vec<(String, u32)>,
}

pub fn client() -> reqwest::Client {
    // Fails only when it is installed already.
    let _ = ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub fn run(url: &str, token: &str, many: u32, warm_up: u32, tickets: u32) -> Run {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clients: Vec<_> = (0..many).map(|_| client()).collect();
        let (_, mut visits) = together(&clients, url, token, warm_up).await;
        let began = Instant::now();
        let (millis, more) = together(&clients, url, token, tickets).await;
        let seconds = began.elapsed().as_secs_f64();
        visits.extend(more);
        Run {
            millis,
            seconds,
            visits,
        }
    })
}

async fn together(clients: &[reqwest::Client], url: &str, token: &str, tickets: u32) -> (Vec<f64>, Vec<(String, u32)>) {
    let mut work = JoinSet::new();
    for client in clients {
        work.spawn(take(
            client.clone(),
            format!("{url}/api/kiosk/tickets"),
            token.to_owned(),
            tickets,
        ));
    }
    work.join_all().await.into_iter().flatten().unzip()
}

async fn take(client: reqwest::Client, url: String, token: String, tickets: u32) -> Vec<(f64, (String, u32))> {
    let mut taken = Vec::new();
    for _ in 0..tickets {
        let code = TicketCode::random(&mut rand::rng());
        let body = format!(r#"{{"code": "{code}", "queue": "kasa"}}"#);
        let request = client
            .post(&url)
            .bearer_auth(&token)
            .header("content-type", "application/json");
        let began = Instant::now();
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let visit: Visit = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let millis = began.elapsed().as_secs_f64() * 1e3;
        assert_eq!(visit.ticket.code, code);
        taken.push((millis, (code.to_string(), visit.ticket.number.seq)));
    }
    taken
}

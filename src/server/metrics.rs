//! What is counted, as Prometheus reads it.

use std::{sync::atomic::AtomicU64, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use crate::protocol::batch::Verdict;

pub struct Metrics {
    registry: Registry,
    records: Family<RecordLabels, Counter>,
    requests: Family<RequestLabels, Counter>,
    batch_seconds: Histogram,
    password_checks: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RecordLabels {
    verdict: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("parter");
        let records = Family::default();
        registry.register("records", "Records from kiosks by verdict", records.clone());
        let requests = Family::<RequestLabels, Counter<u64, AtomicU64>>::default();
        registry.register("requests", "Requests by route and status", requests.clone());
        let batch_seconds = Histogram::new(exponential_buckets(0.001, 2.0, 14));
        registry.register_with_unit("batch", "Time to keep a batch", Unit::Seconds, batch_seconds.clone());
        let password_checks = Counter::default();
        registry.register(
            "password_checks",
            "Passwords held against a hash",
            password_checks.clone(),
        );
        Self {
            registry,
            records,
            requests,
            batch_seconds,
            password_checks,
        }
    }
}

impl Metrics {
    pub fn count_request(&self, route: &str, status: u16) {
        let route = route.to_owned();
        self.requests.get_or_create(&RequestLabels { route, status }).inc();
    }

    pub fn count_batch(&self, verdicts: &[Verdict], took: Duration) {
        self.batch_seconds.observe(took.as_secs_f64());
        for verdict in verdicts {
            let verdict = match verdict {
                Verdict::Accepted => "accepted",
                Verdict::Duplicate => "duplicate",
                Verdict::Rejected { .. } => "rejected",
            };
            self.records.get_or_create(&RecordLabels { verdict }).inc();
        }
    }

    pub fn count_password_check(&self) {
        self.password_checks.inc();
    }

    /// The registry in OpenMetrics' text form.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

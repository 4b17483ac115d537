//! How long a search over 1,000 services takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{hint::black_box, time::Instant};

#[path = "../tests/search/pack.rs"]
mod pack;

use parter::content::search::Index;

const ROUNDS: usize = 201;

const QUERIES: [&str; 8] = [
    "наследници",
    "у",
    "удостверение",
    "udostoverenie za naslednici",
    "акт за раждане",
    "издване на дубликт на удостоврение за постояен адрес по молба на гражданите",
    "izdavane na udostoverenie za jalishten xarakter i yuridicheski lica po molba",
    "2033",
];

fn main() {
    let pack = pack::generated(1_000, 11);
    let began = Instant::now();
    let index = Index::build(&pack);
    println!(
        "search: index of {} services built in {:.1} ms",
        pack.services.len(),
        began.elapsed().as_secs_f64() * 1e3
    );
    for query in QUERIES {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let began = Instant::now();
                black_box(index.services(black_box(query), "bg"));
                began.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!(
            "search: median {:.2} ms, worst {:.2} ms  {query}",
            times[ROUNDS / 2],
            times[ROUNDS - 1]
        );
    }
}

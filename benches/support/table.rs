//! What the benchmarks share: lines of the README's table.
#![allow(
    clippy::expect_used,
    reason = "a benchmark that can not measure has nothing else to say"
)]

/// A line of the table.
pub struct Row {
    pub what: &'static str,
    pub measured: String,
    pub aim: &'static str,
}

pub fn print(rows: Vec<Row>) {
    println!("| what | measured | aim |");
    println!("|---|---|---|");
    for Row { what, measured, aim } in rows {
        println!("| {what} | {measured} | {aim} |");
    }
}

/// The value at a share of the measurements: 0.5 is the median.
pub fn quantile(measurements: &mut [f64], share: f64) -> f64 {
    measurements.sort_by(f64::total_cmp);
    let last = measurements.len() - 1;
    measurements[(last as f64 * share).round() as usize]
}

/// Memory in use, in MB: resident, by the kernel's account of `process` (a number, or `self`).
pub fn resident_megabytes(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("the kernel says");
    let kilobytes: f64 = line
        .split_whitespace()
        .nth(1)
        .and_then(|number| number.parse().ok())
        .expect("a number");
    kilobytes / 1024.0
}

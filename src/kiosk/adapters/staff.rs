//! The staff's screens.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use parter_ui::{App, PrinterSign, ServerFault, ServerState, Staff, StaffLogLine, StaffPaper, StaffQueue};
use slint::{ComponentHandle, SharedString};

use super::{Shared, act, handles, rows, ticket_issued, visit};
use crate::{
    content::{calendar, l10n},
    kiosk::controllers::kiosk::Kiosk,
    logging::recent::{Level, LogLine},
    protocol::{heartbeat::PrinterState, refusal::Cause},
    sync::{SyncError, SyncStatus},
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let staff = app.global::<Staff>();

    let (weak, shared) = handles(app, kiosk);
    staff.on_knock(move || act(&weak, &shared, Kiosk::knock));

    let (weak, shared) = handles(app, kiosk);
    staff.on_digit(move |digit| {
        if let Ok(digit) = u8::try_from(digit) {
            act(&weak, &shared, |kiosk| kiosk.type_digit(digit));
        }
    });

    let (weak, shared) = handles(app, kiosk);
    staff.on_delete_digit(move || act(&weak, &shared, Kiosk::delete_digit));

    let (weak, shared) = handles(app, kiosk);
    staff.on_check_pin(move || act(&weak, &shared, Kiosk::check_pin));

    let (weak, shared) = handles(app, kiosk);
    staff.on_open(move |screen| {
        act(&weak, &shared, |kiosk| kiosk.open_for_staff(visit::to_screen(screen)));
    });

    let (weak, shared) = handles(app, kiosk);
    staff.on_toggle_queue(move |queue| act(&weak, &shared, |kiosk| kiosk.toggle_queue(&queue)));

    let (weak, shared) = handles(app, kiosk);
    staff.on_pause_all(move |paused| act(&weak, &shared, |kiosk| kiosk.set_all_paused(paused)));

    let (weak, shared) = handles(app, kiosk);
    staff.on_try_printer(move || act(&weak, &shared, Kiosk::try_printer));

    let (weak, shared) = handles(app, kiosk);
    staff.on_reprint(move |visit| {
        act(&weak, &shared, |kiosk| {
            if let Ok(visit) = visit.parse() {
                kiosk.reprint(&visit);
            }
        });
    });

    let (weak, shared) = handles(app, kiosk);
    staff.on_type_code(move |text| {
        act(&weak, &shared, |kiosk| {
            kiosk.touched();
            kiosk.type_code(&text);
        });
    });

    let (weak, shared) = handles(app, kiosk);
    staff.on_send_code(move || act(&weak, &shared, Kiosk::send_code));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let staff = app.global::<Staff>();
    staff.set_has_door(kiosk.has_staff_door());
    if !kiosk.session.screen().is_for_staff() {
        return;
    }
    show_pin(&staff, kiosk);
    show_server(&staff, kiosk);
    show_kiosk(&staff, kiosk);
    show_printer(&staff, kiosk);
    show_queues(&staff, kiosk);
    let visit = &kiosk.session.staff;
    staff.set_wants_code(kiosk.wants_code());
    staff.set_code(visit.code.as_str().into());
    staff.set_code_whole(kiosk.typed_code().is_some());
    staff.set_code_sent(visit.sent.is_some() && visit.sent == kiosk.typed_code());
    staff.set_log_read(visit.log.is_some());
    staff.set_log_failed(visit.log == Some(None));
    let lines = visit.log.iter().flatten().flatten();
    let lines = lines.map(|line| log_line(kiosk, line)).collect();
    staff.set_log(rows::update(staff.get_log(), lines));
}

fn show_pin(staff: &Staff, kiosk: &Kiosk) {
    let pause = kiosk.pin_pause().map(minutes_and_seconds);
    staff.set_digits(int(kiosk.session.typed_digits()));
    staff.set_checking(kiosk.checks_pin());
    staff.set_refused(kiosk.session.staff.refused);
    staff.set_attempts_left(int(kiosk.pin_attempts_left()));
    staff.set_pause(pause.unwrap_or_default().into());
}

fn show_server(staff: &Staff, kiosk: &Kiosk) {
    let (state, since, why) = match kiosk.server.status() {
        SyncStatus::NotConfigured => (ServerState::NotConfigured, None, None),
        SyncStatus::Starting => (ServerState::Starting, None, None),
        SyncStatus::NotEnrolled { why } => (ServerState::NotEnrolled, None, Some(why)),
        SyncStatus::Online { last } => (ServerState::Online, Some(last), None),
        SyncStatus::Offline { since, why } => (ServerState::Offline, Some(since), Some(why)),
        SyncStatus::Revoked { since, why } => (ServerState::Revoked, Some(since), Some(why)),
    };
    let (fault, detail) = why.map_or((ServerFault::None, String::new()), fault);
    staff.set_server(state);
    staff.set_since(since.map_or_else(SharedString::default, |at| when(kiosk, at)));
    staff.set_fault(fault);
    staff.set_fault_detail(detail.into());
    staff.set_address(kiosk.config.server.url.as_deref().unwrap_or_default().into());
    let enrolment = kiosk.server.enrolment();
    staff.set_device(enrolment.map_or_else(SharedString::default, |enrolment| enrolment.device.into()));
}

/// The kind of an error, and what of it is in nobody's language.
fn fault(error: SyncError) -> (ServerFault, String) {
    match error {
        SyncError::NoCode => (ServerFault::NoCode, String::new()),
        SyncError::BadCodeFile(path) => (ServerFault::CodeFile, path.display().to_string()),
        SyncError::DeviceFile { cause, .. } => (ServerFault::DeviceFile, cause),
        SyncError::OtherServer(server) => (ServerFault::OtherServer, server),
        SyncError::NotWritten { cause, .. } => (ServerFault::NotWritten, cause),
        SyncError::Certificates(cause) => (ServerFault::Certificates, cause),
        SyncError::Untrusted(cause) => (ServerFault::Untrusted, cause),
        SyncError::Unreachable(cause) => (ServerFault::Unreachable, cause),
        SyncError::NotTheServer(cause) => (ServerFault::NotTheServer, cause),
        SyncError::Store(error) => (ServerFault::Store, error.to_string()),
        SyncError::Refused { cause, message, .. } => match cause {
            Cause::Code => (ServerFault::BadCode, String::new()),
            Cause::OtherMunicipality => (ServerFault::OtherMunicipality, String::new()),
            Cause::TooMany | Cause::Unavailable => (ServerFault::Busy, String::new()),
            // The state says all of it.
            Cause::Token | Cause::Revoked => (ServerFault::Refused, String::new()),
            Cause::Protocol | Cause::Malformed | Cause::NotFound => (ServerFault::Refused, message),
        },
    }
}

fn show_kiosk(staff: &Staff, kiosk: &Kiosk) {
    let lang = &kiosk.session.lang;
    let facts = &kiosk.session.staff.facts;
    let records = facts.records.as_ref();
    staff.set_waiting(records.map_or(-1, |records| int(records.waiting)));
    let oldest = records.and_then(|records| records.oldest.as_deref());
    staff.set_oldest(oldest.map_or_else(SharedString::default, |text| oldest_record(kiosk, text)));
    staff.set_set_aside(records.map_or(0, |records| int(records.set_aside)));
    let info = &kiosk.pack.info;
    staff.set_municipality(info.municipality.name.get(lang).into());
    staff.set_pack_version(info.version.to_string().into());
    staff.set_pack_hash(kiosk.pack.sha256.to_string()[..8].into());
    staff.set_disk_free(
        facts
            .disk_free
            .map_or_else(SharedString::default, |free| bytes(free, lang).into()),
    );
    staff.set_clock_wrong(kiosk.today().is_none());
    staff.set_program(env!("CARGO_PKG_VERSION").into());
    let minutes = kiosk.clock.uptime().as_secs() / 60;
    staff.set_days_up(int(minutes / 60 / 24));
    staff.set_hours_up(format!("{}:{:02}", minutes / 60 % 24, minutes % 60).into());
}

fn show_printer(staff: &Staff, kiosk: &Kiosk) {
    staff.set_printer(match kiosk.printer_state() {
        PrinterState::None => PrinterSign::None,
        PrinterState::Ready => PrinterSign::Ready,
        PrinterState::OutOfPaper => PrinterSign::OutOfPaper,
        PrinterState::CoverOpen => PrinterSign::CoverOpen,
        PrinterState::Offline => PrinterSign::Offline,
        PrinterState::Unknown => PrinterSign::Unknown,
    });
    staff.set_tried_print(kiosk.session.staff.tried_print);
    staff.set_trial(ticket_issued::paper(kiosk.trial_print()));
    staff.set_reprint_failed(kiosk.session.staff.reprint_failed);
    let papers = kiosk.session.staff.facts.papers.iter();
    let papers = papers.filter(|_| kiosk.has_printer()).map(|paper| StaffPaper {
        id: paper.visit.as_str().into(),
        number: paper.number.to_string().into(),
        state: ticket_issued::paper(Some(kiosk.paper_state(paper))),
    });
    staff.set_papers(rows::update(staff.get_papers(), papers.collect()));
}

fn show_queues(staff: &Staff, kiosk: &Kiosk) {
    let lang = &kiosk.session.lang;
    let queues = kiosk.queues().filter(|_| kiosk.has_tickets());
    let row = |queue: &crate::content::queue_plan::Queue| {
        let paused = kiosk.paused(&queue.id);
        StaffQueue {
            id: queue.id.as_str().into(),
            name: format!("{}, {}", queue.letter, queue.name.get(lang)).into(),
            paused: paused.is_some(),
            since: paused.map_or_else(SharedString::default, |paused| when(kiosk, paused.since)),
        }
    };
    let queues: Vec<StaffQueue> = queues.map(row).collect();
    let paused = queues.iter().filter(|queue| queue.paused).count();
    staff.set_any_paused(paused > 0);
    staff.set_all_paused(paused > 0 && paused == queues.len());
    staff.set_queues(rows::update(staff.get_queues(), queues));
    staff.set_queues_failed(kiosk.session.staff.queues_failed);
}

fn log_line(kiosk: &Kiosk, line: &LogLine) -> StaffLogLine {
    StaffLogLine {
        bad: line.level != Level::Info,
        text: line.message.as_str().into(),
        details: line.details().into(),
        when: when(kiosk, line.timestamp),
    }
}

/// «0:59», of a time that runs out.
pub(super) fn minutes_and_seconds(left: Duration) -> String {
    let seconds = left.as_millis().div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// «9:43» of today, «22 ноември, 9:43» of another day.
pub(super) fn when(kiosk: &Kiosk, at: DateTime<Utc>) -> SharedString {
    let at = calendar::local_time(at, kiosk.pack.zone());
    let clock = l10n::time(at.time());
    match kiosk.today() {
        Some(today) if today == at.date() => clock.into(),
        _ => format!("{}, {clock}", l10n::day_month(at.date(), &kiosk.session.lang)).into(),
    }
}

/// A record says when it was written; a rating says no more than its day.
fn oldest_record(kiosk: &Kiosk, text: &str) -> SharedString {
    match (text.parse::<DateTime<Utc>>(), text.parse::<NaiveDate>()) {
        (Ok(at), _) => when(kiosk, at),
        (_, Ok(day)) => l10n::day_month(day, &kiosk.session.lang).into(),
        _ => text.into(),
    }
}

/// «12,4 GB»
fn bytes(bytes: u64, lang: &str) -> String {
    let megabytes = bytes / 1_000_000;
    if megabytes < 1000 {
        return format!("{megabytes}\u{a0}MB");
    }
    let point = if lang == "en" { '.' } else { ',' };
    format!("{}{point}{}\u{a0}GB", megabytes / 1000, megabytes % 1000 / 100)
}

/// A count, as far as the screen counts.
pub(super) fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

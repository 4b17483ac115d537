//! One service's screen.

use parter_ui::{
    App, ChannelItem, DocumentItem, ServiceChannel, ServiceFacts, ServicePage as UiServicePage, ServiceSpeed, TierItem,
};
use slint::{ComponentHandle, SharedString};

use super::{Shared, act, handles, qr, rows};
use crate::{
    content::service::{ChannelKind, Speed},
    kiosk::controllers::{
        kiosk::Kiosk,
        service::{Document, ServicePage, TierLine},
    },
};

pub(super) fn attach(app: &App, kiosk: &Shared) {
    let (weak, shared) = handles(app, kiosk);
    app.global::<UiServicePage>()
        .on_take_ticket(move || act(&weak, &shared, Kiosk::take_ticket_for_open_service));
}

pub(super) fn show(app: &App, kiosk: &Kiosk) {
    let Some(page) = kiosk.service_page() else { return };
    let shown = app.global::<UiServicePage>();
    shown.set_has_tickets(kiosk.has_tickets());
    shown.set_has_queue(page.has_queue);
    if shown.get_take_along_text() != page.take_along.as_str() {
        shown.set_take_along(qr::image(&page.take_along));
        shown.set_take_along_text(page.take_along.as_str().into());
    }
    shown.set_documents(rows::update(shown.get_documents(), documents(&page.documents)));
    shown.set_ex_officio(rows::update(shown.get_ex_officio(), documents(&page.ex_officio)));
    shown.set_tiers(rows::update(shown.get_tiers(), page.tiers.iter().map(tier).collect()));
    shown.set_channels(rows::update(shown.get_channels(), channels(&page)));
    shown.set_before_euro(
        page.tiers
            .iter()
            .filter_map(|tier| tier.fee.as_ref())
            .any(|fee| fee.before_euro),
    );
    shown.set_facts(facts(page));
}

fn text(known: Option<String>) -> SharedString {
    known.unwrap_or_default().into()
}

fn facts(page: ServicePage) -> ServiceFacts {
    ServiceFacts {
        name: page.name.into(),
        description: text(page.description),
        fee_note: text(page.fee_note),
        unit: text(page.unit),
        room: text(page.room),
        phone: text(page.phone),
        place: text(page.place),
        result: text(page.result),
        validity: text(page.validity),
        form: text(page.form),
        legal_basis: page.legal_basis.join("; ").into(),
        number_matched: page.number.as_ref().is_some_and(|number| number.matched),
        number: text(page.number.map(|number| number.number)),
        local_code: text(page.local_code),
        source: page.source.into(),
        source_date: text(page.source_date),
        source_note: text(page.source_note),
        confirmed: page.confirmed,
    }
}

fn documents(documents: &[Document]) -> Vec<DocumentItem> {
    documents
        .iter()
        .map(|document| DocumentItem {
            name: document.name.as_str().into(),
            condition: text(document.condition.clone()),
        })
        .collect()
}

fn tier(line: &TierLine) -> TierItem {
    TierItem {
        speed: match line.speed {
            Speed::Ordinary => ServiceSpeed::Ordinary,
            Speed::Fast => ServiceSpeed::Fast,
            Speed::Express => ServiceSpeed::Express,
        },
        deadline: text(line.deadline.clone()),
        due: text(line.due.as_ref().map(|due| unbroken(&due.day))),
        due_from: text(line.due.as_ref().and_then(|due| due.from.as_deref().map(unbroken))),
        amount: text(line.fee.as_ref().map(|fee| fee.amount.clone())),
        confirmed: line.fee.as_ref().is_some_and(|fee| fee.confirmed),
        before_euro: line.fee.as_ref().is_some_and(|fee| fee.before_euro),
    }
}

/// A date that stays on one line.
fn unbroken(date: &str) -> String {
    date.replace(' ', "\u{a0}")
}

fn channels(page: &ServicePage) -> Vec<ChannelItem> {
    page.channels
        .iter()
        .map(|(kind, words)| ChannelItem {
            kind: match kind {
                ChannelKind::InPerson => ServiceChannel::InPerson,
                ChannelKind::Oral => ServiceChannel::Oral,
                ChannelKind::Post => ServiceChannel::Post,
                ChannelKind::Courier => ServiceChannel::Courier,
                ChannelKind::Egov => ServiceChannel::Egov,
                ChannelKind::EDelivery => ServiceChannel::EDelivery,
                ChannelKind::Email => ServiceChannel::Email,
            },
            text: text(words.clone()),
        })
        .collect()
}

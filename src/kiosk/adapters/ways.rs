//! Ways to reach the municipality, as lines of a list.

use parter_ui::{Sign, WayLine};

use crate::content::contacts::{Access, AccessKind, ComplaintWay, Contact, ContactKind, Unit, WayKind};

pub(super) fn contact(contact: &Contact, lang: &str) -> WayLine {
    // A fax is not called by hand.
    let dial = contact.dial.as_deref().filter(|_| contact.kind == ContactKind::Phone);
    WayLine {
        sign: match contact.kind {
            ContactKind::Phone => Sign::Phone,
            ContactKind::Fax => Sign::Fax,
            ContactKind::Email => Sign::Email,
            ContactKind::Web => Sign::Web,
            ContactKind::Address => Sign::Address,
        },
        text: contact.label.get(lang).into(),
        value: contact.value.as_str().into(),
        dial: dial.unwrap_or_default().into(),
    }
}

pub(super) fn complaint(way: &ComplaintWay, lang: &str) -> WayLine {
    WayLine {
        sign: match way.kind {
            WayKind::InPerson => Sign::Person,
            WayKind::Phone => Sign::Phone,
            WayKind::Email => Sign::Email,
            WayKind::Post => Sign::Post,
            WayKind::Box => Sign::Box,
            WayKind::LogBook => Sign::LogBook,
            WayKind::Web => Sign::Web,
        },
        text: way.text.get(lang).into(),
        value: way.value.as_deref().unwrap_or_default().into(),
        dial: way.dial.as_deref().unwrap_or_default().into(),
    }
}

pub(super) fn unit(unit: &Unit, place: Option<&str>, lang: &str) -> WayLine {
    let room = unit.room.as_ref().map(|room| room.get(lang));
    let about: Vec<&str> = [room.or(place), unit.phone.as_deref()].into_iter().flatten().collect();
    WayLine {
        sign: Sign::Unit,
        text: unit.name.get(lang).into(),
        value: about.join(" · ").into(),
        ..WayLine::default()
    }
}

pub(super) fn access(access: &Access, lang: &str) -> WayLine {
    WayLine {
        sign: match access.kind {
            AccessKind::Ramp => Sign::Ramp,
            AccessKind::Lift => Sign::Lift,
            AccessKind::Parking => Sign::Parking,
            AccessKind::Toilet => Sign::Toilet,
            AccessKind::Other => Sign::Access,
        },
        text: access.text.get(lang).into(),
        ..WayLine::default()
    }
}

//! What each part holds. The words are those of the documents; the types behind them are in [`content`](crate::content).

use super::{Field, Ids, Kind, Part, Shape};
use crate::content::read::{CHARTER, CONTACTS, HOURS, PACK, PROMISES, QUEUES, SERVICES, SURVEY};

pub const ALL: [&Part; 18] = [
    &MUNICIPALITY,
    &PACK_INFO,
    &CHARTER_INFO,
    &ERRATA,
    &PROMISES_PART,
    &PLACES,
    &SERVICES_PART,
    &QUEUES_PART,
    &PRIORITIES,
    &PRIORITY_BOUND,
    &CONTACTS_PART,
    &UNITS,
    &ACCESS,
    &COMPLAINTS,
    &COMPLAINT_WAYS,
    &REASONS,
    &QUESTIONS,
    &IMPROVEMENTS,
];

/// The languages that the kiosk speaks; the first is always there.
pub const LANGUAGES: &[&str] = &["bg", "en", "tr"];

const fn needed(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        is_required: true,
    }
}

const fn free(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        is_required: false,
    }
}

pub static MUNICIPALITY: Part = Part {
    name: "municipality",
    file: PACK,
    key: &["municipality"],
    shape: Shape::Single,
    fields: &[
        needed("name", Kind::Text),
        needed("nsi_code", Kind::Line),
        needed("ekatte", Kind::Line),
    ],
};

pub static PACK_INFO: Part = Part {
    name: "pack",
    file: PACK,
    key: &[],
    shape: Shape::Single,
    fields: &[
        needed("languages", Kind::Choices(LANGUAGES)),
        needed("accent", Kind::Line),
    ],
};

pub static CHARTER_INFO: Part = Part {
    name: "charter",
    file: CHARTER,
    key: &[],
    shape: Shape::Single,
    fields: &[
        free("order_number", Kind::Line),
        free("date", Kind::Day),
        free("date_text", Kind::Line),
        free("approved_by", Kind::Line),
        free("approved_as", Kind::Line),
        needed("source", Kind::Line),
        free("complete", Kind::Flag),
        free("breaks_off_after", Kind::Line),
    ],
};

pub static ERRATA: Part = Part {
    name: "errata",
    file: CHARTER,
    key: &["erratum"],
    shape: Shape::List,
    fields: &[
        needed("line", Kind::Number),
        needed("was", Kind::Line),
        needed("is", Kind::Line),
        needed("why", Kind::Line),
    ],
};

pub static PROMISES_PART: Part = Part {
    name: "promises",
    file: PROMISES,
    key: &["promise"],
    shape: Shape::Named("text"),
    fields: &[
        needed("text", Kind::Text),
        needed(
            "metric",
            Kind::Choice(&[
                "arranged_visit_wait",
                "queue_wait",
                "complaint_answer",
                "letter_answer",
                "delay_notice",
                "service_time",
                "repeat_visit",
                "opening_hours",
                "reception_hours",
                "extended_service",
                "telephone_hours",
            ]),
        ),
        free("threshold", Kind::Number),
        free(
            "unit",
            Kind::Choice(&["minutes", "hours", "days", "working_days", "months"]),
        ),
        needed("section", Kind::One(Ids::Sections)),
        needed("quote", Kind::Line),
        free("counted_from", Kind::Text),
    ],
};

pub static PLACES: Part = Part {
    name: "places",
    file: HOURS,
    key: &["place"],
    shape: Shape::Named("name"),
    fields: &[
        needed("name", Kind::Text),
        needed("address", Kind::Text),
        free("source", Kind::Text),
    ],
};

/// What the service's own form does not hold.
pub static SERVICES_PART: Part = Part {
    name: "services",
    file: SERVICES,
    key: &["service"],
    shape: Shape::Named("name"),
    fields: &[
        needed("name", Kind::Text),
        free("register_number", Kind::Line),
        free("number_matched", Kind::Flag),
        free("local_code", Kind::Line),
        free("unit", Kind::One(Ids::Units)),
        free("room", Kind::Text),
        free("keywords", Kind::Lines),
        free(
            "life_events",
            Kind::Choices(&[
                "birth", "marriage", "death", "address", "property", "building", "business", "taxes", "travel",
            ]),
        ),
        free("legal_basis", Kind::Lines),
        free("fee_note", Kind::Text),
        free("result", Kind::Text),
        free("validity", Kind::Text),
        free("form", Kind::Text),
        needed("source.text", Kind::Line),
        free("source.date", Kind::Day),
        free("source.confirmed", Kind::Flag),
        free("source.note", Kind::Line),
    ],
};

pub static QUEUES_PART: Part = Part {
    name: "queues",
    file: QUEUES,
    key: &["queue"],
    shape: Shape::Named("name"),
    fields: &[
        needed("letter", Kind::Letter),
        needed("name", Kind::Text),
        free("hint", Kind::Text),
        free("units", Kind::Several(Ids::Units)),
        free("services", Kind::Several(Ids::Services)),
        free("places", Kind::Several(Ids::Places)),
        free("priorities", Kind::Several(Ids::Priorities)),
        free("last_ticket_minutes", Kind::Number),
        free("open", Kind::Week),
    ],
};

pub static PRIORITIES: Part = Part {
    name: "priorities",
    file: QUEUES,
    key: &["priority"],
    shape: Shape::Named("name"),
    fields: &[needed("name", Kind::Text)],
};

pub static PRIORITY_BOUND: Part = Part {
    name: "priority-bound",
    file: QUEUES,
    key: &[],
    shape: Shape::Single,
    fields: &[free("priority_bound_minutes", Kind::Number)],
};

pub static CONTACTS_PART: Part = Part {
    name: "contacts",
    file: CONTACTS,
    key: &["contact"],
    shape: Shape::List,
    fields: &[
        needed("kind", Kind::Choice(&["phone", "fax", "email", "web", "address"])),
        needed("label", Kind::Text),
        needed("value", Kind::Line),
        free("dial", Kind::Line),
    ],
};

pub static UNITS: Part = Part {
    name: "units",
    file: CONTACTS,
    key: &["unit"],
    shape: Shape::Named("name"),
    fields: &[
        needed("name", Kind::Text),
        free("place", Kind::One(Ids::Places)),
        free("room", Kind::Text),
        free("phone", Kind::Line),
    ],
};

pub static ACCESS: Part = Part {
    name: "access",
    file: CONTACTS,
    key: &["access"],
    shape: Shape::List,
    fields: &[
        needed("kind", Kind::Choice(&["ramp", "lift", "parking", "toilet", "other"])),
        needed("text", Kind::Text),
    ],
};

pub static COMPLAINTS: Part = Part {
    name: "complaints",
    file: CONTACTS,
    key: &["complaints"],
    shape: Shape::Single,
    fields: &[free("anonymous", Kind::Text), free("promise", Kind::One(Ids::Promises))],
};

pub static COMPLAINT_WAYS: Part = Part {
    name: "complaint-ways",
    file: CONTACTS,
    key: &["complaints", "way"],
    shape: Shape::List,
    fields: &[
        needed(
            "kind",
            Kind::Choice(&["in_person", "phone", "email", "post", "box", "log_book", "web"]),
        ),
        needed("text", Kind::Text),
        free("value", Kind::Line),
        free("dial", Kind::Line),
    ],
};

pub static REASONS: Part = Part {
    name: "reasons",
    file: SURVEY,
    key: &["reason"],
    shape: Shape::Named("text"),
    fields: &[
        needed("text", Kind::Text),
        needed("tone", Kind::Choice(&["praise", "blame"])),
    ],
};

pub static QUESTIONS: Part = Part {
    name: "questions",
    file: SURVEY,
    key: &["question"],
    shape: Shape::Named("text"),
    fields: &[needed("text", Kind::Text), needed("answer", Kind::Answers)],
};

pub static IMPROVEMENTS: Part = Part {
    name: "improvements",
    file: SURVEY,
    key: &["improvement"],
    shape: Shape::Named("text"),
    fields: &[
        needed("reasons", Kind::Several(Ids::Reasons)),
        free("said_by", Kind::Number),
        needed("text", Kind::Text),
        needed("date", Kind::Day),
    ],
};

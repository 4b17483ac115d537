//! Packs to search in, made or generated.

use parter::content::{
    Pack,
    charter::{Charter, CharterInfo},
    contacts::{Complaints, Contacts, Unit},
    hours::Hours,
    pack::{Municipality, PackInfo},
    queue_plan::QueuePlan,
    service::{Service, Source},
    survey::SurveyCard,
    text::LocalText,
};
pub fn with_services(services: Vec<Service>) -> Pack {
    let unit = Unit {
        id: "civil".to_owned(),
        name: LocalText::bg("Отдел „Гражданско състояние“"),
        place: None,
        room: None,
        phone: None,
    };
    Pack {
        info: PackInfo {
            format: 1,
            version: 1,
            updated: chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap(),
            languages: vec!["bg".to_owned()],
            accent: "#004488".to_owned(),
            timezone: "Europe/Sofia".to_owned(),
            municipality: Municipality {
                id: "test".to_owned(),
                name: LocalText::bg("Община"),
                nsi_code: "TST01".to_owned(),
                ekatte: "00000".to_owned(),
            },
        },
        charter: Charter {
            info: CharterInfo {
                order_number: None,
                date: None,
                date_text: None,
                approved_by: None,
                approved_as: None,
                source: "test.txt".to_owned(),
                complete: true,
                breaks_off_after: None,
                errata: vec![],
            },
            sections: vec![],
        },
        promises: vec![],
        hours: Hours::default(),
        services,
        sha256: parter::protocol::record::Hash::of(b""),
        queues: QueuePlan::default(),
        contacts: Contacts {
            contacts: vec![],
            units: vec![unit],
            access: vec![],
            complaints: Complaints {
                anonymous: None,
                promise: None,
                ways: vec![],
            },
        },
        notices: vec![],
        survey: SurveyCard::default(),
    }
}

pub fn service(id: &str, name: &str) -> Service {
    Service {
        id: id.to_owned(),
        register_number: None,
        number_matched: false,
        local_code: None,
        name: LocalText::bg(name),
        keywords: vec![],
        description: None,
        unit: None,
        room: None,
        legal_basis: vec![],
        evidence: vec![],
        tiers: vec![],
        fees: vec![],
        fee_note: None,
        channels: vec![],
        result: None,
        validity: None,
        form: None,
        life_events: vec![],
        source: Source {
            text: "тест".to_owned(),
            date: None,
            confirmed: false,
            note: None,
        },
    }
}

const ACTS: [&str; 12] = [
    "Издаване на удостоверение за",
    "Издаване на дубликат на удостоверение за",
    "Издаване на разрешение за",
    "Приемане на декларация за",
    "Заверка на документи за",
    "Вписване на промени в",
    "Предоставяне на достъп до",
    "Регистриране на",
    "Съгласуване и одобряване на",
    "Издаване на скица за",
    "Прекратяване на",
    "Копие от",
];
const THINGS: [&str; 24] = [
    "наследници",
    "раждане",
    "граждански брак",
    "семейно положение",
    "постоянен адрес",
    "настоящ адрес",
    "данъчна оценка",
    "недвижим имот",
    "таксиметров превоз",
    "строеж",
    "преместваеми обекти",
    "рекламни елементи",
    "места за настаняване",
    "декоративна растителност",
    "общинско жилище",
    "търговска дейност",
    "кадастрален план",
    "акт за смърт",
    "задължения",
    "идентичност на имена",
    "настойничество",
    "обществена информация",
    "горски фонд",
    "инвестиционен проект",
];
const TAILS: [&str; 10] = [
    "по молба на гражданите",
    "за чужбина",
    "по чл. 54 от ЗКИР",
    "за юридически лица",
    "в горски територии",
    "за първи път",
    "за втори и следващ път",
    "по служебен път",
    "на общински терен",
    "със заверка",
];

/// `count` services with names, documents and laws of the usual kind, all names different; the same for the same `seed`.
pub fn generated(count: usize, seed: usize) -> Pack {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let services = (0..count).map(|number| {
        // Every act with every thing and tail, in an order that jumps.
        let at = (number * 1_237 + seed) % (ACTS.len() * THINGS.len() * TAILS.len());
        let (act, thing, tail) = (at % 12, at / 12 % 24, at / 288);
        let mut made = service(
            &number.to_string(),
            &format!("{} {} {}", ACTS[act], THINGS[thing], TAILS[tail]),
        );
        made.register_number = Some((1_000 + number).to_string());
        made.legal_basis = vec![format!("ЗУТ чл. {}", next(300))];
        made.keywords = vec![format!("{} {}", invented(&mut next), invented(&mut next))];
        made.evidence = (0..4)
            .map(|_| parter::content::service::Evidence {
                name: LocalText::bg(&format!(
                    "{} {} {}",
                    THINGS[next(24)],
                    invented(&mut next),
                    TAILS[next(10)]
                )),
                condition: None,
                ex_officio: false,
            })
            .collect();
        made.description = Some(LocalText::bg(&format!(
            "{} {} {}",
            invented(&mut next),
            THINGS[next(24)],
            invented(&mut next)
        )));
        made.unit = Some("civil".to_owned());
        made
    });
    with_services(services.collect())
}

/// A word that no dictionary has, so that the vocabulary is as large as a real one.
fn invented(next: &mut impl FnMut(usize) -> usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ба", "ве", "ги", "до", "жу", "за", "ки", "лъ", "мя", "не", "по", "ру", "се", "та", "ци", "ша",
    ];
    (0..3 + next(2)).map(|_| SYLLABLES[next(16)]).collect()
}

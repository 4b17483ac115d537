//! A pack's services as linked data: CPSV-AP 3.2, the European vocabulary of public services, in JSON-LD.
//!
//! Addresses within the document are relative, so that they are those of wherever the municipality puts it. What the vocabulary
//! has no place for is left out: whose remark it is, whether a number was seen, whether days are working days (the source's
//! words say it). A service without a description is described by its name, because the vocabulary demands one.
//!
//! Source: <https://semiceu.github.io/CPSV-AP/releases/3.2.0/>

use serde_json::{Map, Value, json};

use super::services::words_of_amount;
use crate::content::{
    calendar::deadline::IsoDuration,
    contacts::Unit,
    edit::{
        service_record::event_name,
        services::{channel_name, currency_name, speed_name},
    },
    hours::Place,
    l10n,
    pack::Pack,
    service::{Channel, Evidence, Fee, LifeEvent, Service, Tier},
    text::LocalText,
};

/// The Publications Office's lists of currencies, languages and countries.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";

/// The document, as it is published.
#[must_use]
pub fn export(pack: &Pack) -> Vec<u8> {
    let mut graph = vec![dataset(pack), municipality(pack)];
    let units = pack.contacts.units.iter();
    graph.extend(units.map(|unit| contact_point(unit, pack)));
    let used = |event: &LifeEvent| pack.services.iter().any(|service| service.life_events.contains(event));
    graph.extend(LifeEvent::ALL.into_iter().filter(used).map(life_event));
    graph.extend(languages(pack));
    graph.extend(pack.services.iter().map(|service| public_service(service, pack)));
    let document = json!({ "@context": context(), "@graph": graph });
    // A value always has a text.
    serde_json::to_vec_pretty(&document).unwrap_or_default()
}

fn context() -> Value {
    json!({
        "cpsv": "http://purl.org/vocab/cpsv#",
        "cv": "http://data.europa.eu/m8g/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "locn": "http://www.w3.org/ns/locn#",
        "org": "http://www.w3.org/ns/org#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "time": "http://www.w3.org/2006/time#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// A node of the document with what there is of it.
struct Node(Map<String, Value>);

impl Node {
    fn new(id: &str, kinds: &[&str]) -> Self {
        Self(Map::new()).with("@id", json!(id)).with("@type", json!(kinds))
    }

    /// What is nothing, or empty, is left out.
    fn with(mut self, key: &str, value: Value) -> Self {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

fn dataset(pack: &Pack) -> Value {
    let name = &pack.info.municipality.name;
    let words = LocalText(
        name.0
            .iter()
            .map(|(lang, name)| {
                let words = if lang == "en" {
                    "Administrative services"
                } else {
                    "Административни услуги"
                };
                (lang.clone(), format!("{words} – {name}"))
            })
            .collect(),
    );
    Node::new("#services", &["dcat:Dataset"])
        .with("dct:identifier", json!(pack.info.municipality.id))
        .with("dct:title", text(&words))
        .with("dct:description", text(&words))
        .with("dct:publisher", link("#municipality"))
        .with("dct:modified", typed(&pack.info.updated.to_string(), "xsd:date"))
        .with("dcat:version", json!(pack.info.version.to_string()))
        .done()
}

fn municipality(pack: &Pack) -> Value {
    let municipality = &pack.info.municipality;
    let location = Node::new("#location", &["dct:Location"])
        .with("dct:identifier", json!(municipality.ekatte))
        .with("skos:notation", json!(municipality.nsi_code))
        .done();
    let country = Node::new(&format!("{AUTHORITY}country/BGR"), &["dct:Location"]).done();
    Node::new(
        "#municipality",
        &["cv:PublicOrganisation", "org:Organization", "foaf:Agent"],
    )
    .with("dct:identifier", json!(municipality.nsi_code))
    .with("dct:title", text(&municipality.name))
    .with("skos:prefLabel", text(&municipality.name))
    .with("dct:spatial", json!([location, country]))
    .done()
}

fn contact_point(unit: &Unit, pack: &Pack) -> Value {
    let place = pack
        .hours
        .places
        .iter()
        .find(|place| Some(&place.id) == unit.place.as_ref());
    Node::new(&unit_id(unit), &["cv:ContactPoint"])
        .with("skos:prefLabel", text(&unit.name))
        .with("cv:telephone", json!(unit.phone))
        .with("locn:address", place.map_or(Value::Null, |place| address(unit, place)))
        .done()
}

fn address(unit: &Unit, place: &Place) -> Value {
    Node::new(&format!("{}-address", unit_id(unit)), &["locn:Address"])
        .with("locn:fullAddress", text(&place.address))
        .with("locn:locatorName", text(&place.name))
        .done()
}

fn life_event(event: LifeEvent) -> Value {
    let words = ["bg", "en"].map(|lang| json!({ "@value": l10n::life_event(event, lang), "@language": lang }));
    Node::new(&event_id(event), &["cv:Event", "cv:LifeEvent"])
        .with("dct:identifier", json!(event_name(event)))
        .with("dct:title", json!(words))
        .done()
}

/// Those of the pack's languages that have a name here.
fn languages(pack: &Pack) -> Vec<Value> {
    let known = pack.info.languages.iter().filter_map(|lang| language(lang));
    known
        .map(|id| Node::new(&id, &["dct:LinguisticSystem"]).done())
        .collect()
}

fn language(lang: &str) -> Option<String> {
    let code = match lang {
        "bg" => "BUL",
        "en" => "ENG",
        "de" => "DEU",
        "el" => "ELL",
        "fr" => "FRA",
        "mk" => "MKD",
        "ro" => "RON",
        "ru" => "RUS",
        "tr" => "TUR",
        "uk" => "UKR",
        _ => return None,
    };
    Some(format!("{AUTHORITY}language/{code}"))
}

fn public_service(service: &Service, pack: &Pack) -> Value {
    let id = format!("#service-{}", in_address(&service.id));
    let unit = pack
        .contacts
        .units
        .iter()
        .find(|unit| Some(&unit.id) == service.unit.as_ref());
    let languages = service.name.0.keys().filter_map(|lang| language(lang));
    let ordinary = service.tiers.iter().find_map(|tier| tier.duration.as_deref());
    let numbered = |kind: &str, at: usize| format!("{id}-{kind}-{}", at + 1);
    let channels: Vec<Value> = service
        .tiers
        .iter()
        .enumerate()
        .map(|(at, it)| tier(&numbered("term", at), it))
        .chain(
            service
                .channels
                .iter()
                .enumerate()
                .map(|(at, it)| channel(&numbered("channel", at), it)),
        )
        .collect();
    let through = |fee: &Fee| service.tiers.iter().position(|tier| tier.speed == fee.speed);
    let costs = service.fees.iter().enumerate().map(|(at, fee)| {
        let through = through(fee).map(|at| numbered("term", at));
        cost(&numbered("fee", at), fee, through.as_deref())
    });
    let evidence = service.evidence.iter().enumerate();
    let acts = service.legal_basis.iter().enumerate();
    let keywords = service
        .keywords
        .iter()
        .map(|word| json!({ "@value": word, "@language": "bg" }));
    Node::new(&id, &["cpsv:PublicService"])
        .with(
            "dct:identifier",
            json!(service.register_number.as_ref().unwrap_or(&service.id)),
        )
        .with("dct:title", text(&service.name))
        .with(
            "dct:description",
            text(service.description.as_ref().unwrap_or(&service.name)),
        )
        .with("dcat:keyword", keywords.collect())
        .with("dct:language", languages.map(|id| link(&id)).collect())
        .with("dct:isPartOf", link("#services"))
        .with("cv:hasCompetentAuthority", link("#municipality"))
        .with("cv:contactPoint", unit.map_or(Value::Null, |unit| link(&unit_id(unit))))
        .with(
            "cv:isGroupedBy",
            service
                .life_events
                .iter()
                .map(|event| link(&event_id(*event)))
                .collect(),
        )
        .with("cv:processingTime", ordinary.and_then(duration).unwrap_or_default())
        .with("cv:hasChannel", json!(channels))
        .with("cv:hasCost", costs.collect())
        .with(
            "cpsv:hasInput",
            evidence.map(|(at, it)| input(&numbered("document", at), it)).collect(),
        )
        .with(
            "cv:hasLegalResource",
            acts.map(|(at, act)| legal_resource(&numbered("act", at), act))
                .collect(),
        )
        .with(
            "cpsv:produces",
            output(&format!("{id}-result"), service).unwrap_or_default(),
        )
        .done()
}

/// How fast is a channel with a processing time of its own.
fn tier(id: &str, tier: &Tier) -> Value {
    Node::new(id, &["cv:Channel"])
        .with("dct:identifier", json!(speed_name(tier.speed)))
        .with("dct:description", text(&tier.text))
        .with(
            "cv:processingTime",
            tier.duration.as_deref().and_then(duration).unwrap_or_default(),
        )
        .done()
}

fn channel(id: &str, channel: &Channel) -> Value {
    let kind = channel_name(channel.kind);
    let words = ["bg", "en"].map(|lang| json!({ "@value": l10n::channel(channel.kind, lang), "@language": lang }));
    let concept = Node::new(&format!("#channel-{kind}"), &["skos:Concept"]).with("skos:prefLabel", json!(words));
    let page = channel
        .url
        .as_ref()
        .map(|url| json!({ "@id": url, "@type": "foaf:Document" }));
    Node::new(id, &["cv:Channel"])
        .with("dct:identifier", json!(kind))
        .with("dct:type", concept.done())
        .with("dct:description", channel.text.as_ref().map_or(Value::Null, text))
        .with("foaf:page", page.unwrap_or_default())
        .done()
}

fn cost(id: &str, fee: &Fee, through: Option<&str>) -> Value {
    let code = currency_name(fee.currency);
    let currency =
        Node::new(&format!("{AUTHORITY}currency/{code}"), &["skos:Concept"]).with("skos:notation", json!(code));
    let amount = format!("{}.{:02}", fee.cents / 100, fee.cents % 100);
    let words = words_of_amount(fee);
    Node::new(id, &["cv:Cost"])
        .with("dct:identifier", json!(speed_name(fee.speed)))
        .with("cv:hasValue", typed(&amount, "xsd:double"))
        .with("cv:currency", currency.done())
        .with("dct:description", json!({ "@value": words, "@language": "bg" }))
        .with("cv:isDefinedBy", link("#municipality"))
        .with("cv:ifAccessedThrough", through.map_or(Value::Null, link))
        .done()
}

fn input(id: &str, evidence: &Evidence) -> Value {
    Node::new(id, &["cv:Evidence"])
        .with("dct:identifier", json!(id.trim_start_matches('#')))
        .with("dct:title", text(&evidence.name))
        .with("dct:description", evidence.condition.as_ref().map_or(Value::Null, text))
        .done()
}

fn legal_resource(id: &str, act: &str) -> Value {
    Node::new(id, &["eli:LegalResource"])
        .with("dct:title", json!({ "@value": act, "@language": "bg" }))
        .done()
}

fn output(id: &str, service: &Service) -> Option<Value> {
    let output = Node::new(id, &["cv:Output"])
        .with("dct:identifier", json!(id.trim_start_matches('#')))
        .with("dct:title", text(service.result.as_ref()?))
        .with("dct:description", service.validity.as_ref().map_or(Value::Null, text));
    Some(output.done())
}

/// As XML Schema has it, which knows no weeks; and a time of nothing is one.
fn duration(iso: &str) -> Option<Value> {
    let length: IsoDuration = iso.parse().ok()?;
    let part = |count: u32, unit: &str| {
        if count > 0 {
            format!("{count}{unit}")
        } else {
            String::new()
        }
    };
    let days = part(length.months, "M") + &part(length.days, "D");
    let time =
        part(length.seconds / 3600, "H") + &part(length.seconds / 60 % 60, "M") + &part(length.seconds % 60, "S");
    let said = match (days.as_str(), time.as_str()) {
        ("", "") => "P0D".to_owned(),
        (days, "") => format!("P{days}"),
        (days, time) => format!("P{days}T{time}"),
    };
    Some(typed(&said, "xsd:duration"))
}

fn text(text: &LocalText) -> Value {
    let languages = text.0.iter().filter(|(_, words)| !words.trim().is_empty());
    languages
        .map(|(lang, words)| json!({ "@value": words, "@language": lang }))
        .collect()
}

fn typed(value: &str, kind: &str) -> Value {
    json!({ "@value": value, "@type": kind })
}

fn link(id: &str) -> Value {
    json!({ "@id": id })
}

fn unit_id(unit: &Unit) -> String {
    format!("#unit-{}", in_address(&unit.id))
}

fn event_id(event: LifeEvent) -> String {
    format!("#event-{}", event_name(event))
}

/// Only what may stand in an address.
fn in_address(id: &str) -> String {
    let mut address = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

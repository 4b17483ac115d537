//! What a ticket's paper says, in the visitor's language.

use chrono::NaiveDateTime;

use super::sheet::{Block, Sheet};
use crate::{
    content::{
        Pack, calendar,
        hours::Place,
        l10n,
        queue_plan::Queue,
        service::{Currency, Evidence, Fee, Service, Speed, Tier},
    },
    queue::{Visit, estimate::WaitEstimate},
};

/// A ticket and what was said with it.
#[derive(Debug, Clone, Copy)]
pub struct TicketPaper<'a> {
    pub pack: &'a Pack,
    pub visit: &'a Visit,
    pub place: Option<&'a Place>,
    /// The lobby's wall time; none where its clock is wrong.
    pub issued: Option<NaiveDateTime>,
    /// None where they could not be counted.
    pub before: Option<Before>,
    /// What the QR code says.
    pub qr: &'a str,
    /// Whether that is the address of the ticket's page; else it is the ticket as text.
    pub has_page: bool,
    pub lang: &'a str,
}

/// Those who waited when the ticket was issued.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    pub people: u32,
    /// Whether a counter had called anyone of the queue that day; if not, `people` is the number of tickets issued.
    pub called_today: bool,
    pub wait: Option<WaitEstimate>,
}

/// A paper that is nobody's: whether the printer prints all the way across, in our letters, and a code that can be read.
#[must_use]
pub fn trial(pack: &Pack, now: Option<NaiveDateTime>, lang: &str) -> Sheet {
    let (title, no_ticket) = match lang {
        "en" => ("Test print", "This is not a ticket"),
        _ => ("Пробен печат", "Това не е билет"),
    };
    let name = pack.info.municipality.name.get(lang);
    let at = now.map(|now| format!("{}, {}", l10n::time(now.time()), l10n::date_with_year(now.date(), lang)));
    let mut blocks = vec![Block::Title(name.to_owned()), Block::Title(title.to_owned())];
    blocks.extend(at.map(Block::Centred));
    blocks.extend([
        Block::Rule,
        Block::Number("А\u{a0}000".to_owned()),
        Block::Centred(no_ticket.to_owned()),
        Block::Rule,
        Block::Qr(name.to_owned()),
    ]);
    Sheet(blocks)
}

impl TicketPaper<'_> {
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let plan = &self.pack.queues;
        let queue = plan.queue(&self.visit.queue);
        let service = self.visit.service.as_ref().and_then(|id| self.pack.service(id));
        let mut blocks = self.head(queue, service);
        blocks.push(Block::Rule);
        blocks.extend(self.facts(service));
        if let Some(service) = service {
            blocks.extend(self.documents(service));
            blocks.push(Block::Rule);
            blocks.extend(self.deadlines_and_fees(service));
        }
        blocks.push(Block::Rule);
        blocks.push(Block::Qr(self.qr.to_owned()));
        blocks.push(Block::Centred(self.what_the_code_does(service).to_owned()));
        Sheet(blocks)
    }

    fn head(&self, queue: Option<&Queue>, service: Option<&Service>) -> Vec<Block> {
        let mut blocks = vec![Block::Title(self.pack.info.municipality.name.get(self.lang).to_owned())];
        blocks.extend(
            self.place
                .map(|place| Block::Centred(place.name.get(self.lang).to_owned())),
        );
        blocks.push(Block::Rule);
        blocks.push(Block::Centred(self.say("Вашият номер", "Your number").to_owned()));
        blocks.push(Block::Number(self.visit.ticket.number.to_string()));
        blocks.extend(queue.map(|queue| Block::Title(queue.name.get(self.lang).to_owned())));
        blocks.extend(service.map(|service| Block::Centred(service.name.get(self.lang).to_owned())));
        blocks
    }

    /// When it was issued, who is before, and where to go.
    fn facts(&self, service: Option<&Service>) -> Vec<Block> {
        let classes = &self.pack.queues.priorities;
        let class = classes
            .iter()
            .find(|class| Some(&class.id) == self.visit.priority.as_ref());
        let mut lines = Vec::new();
        lines.extend(self.issued.map(|issued| {
            let at = l10n::time(issued.time());
            let day = l10n::date_with_year(issued.date(), self.lang);
            format!("{} {at}, {day}", self.say("Издаден в", "Issued at"))
        }));
        lines.extend(self.visit.arranged_at.map(|at| {
            let hour = l10n::time(calendar::local_time(at, self.pack.zone()).time());
            format!("{} {hour}", self.say("Уговорен час:", "Your appointment:"))
        }));
        lines.extend(class.map(|class| {
            let words = self.say("С предимство:", "With priority:");
            format!("{words} {}", class.name.get(self.lang))
        }));
        lines.extend(self.before.iter().flat_map(|before| self.before(before)));
        lines.extend(service.and_then(|service| self.room(service)));
        lines.into_iter().map(Block::Text).collect()
    }

    /// How many are before this visitor and how long that takes: as the screen says it.
    fn before(&self, before: &Before) -> Vec<String> {
        let people = match before.people {
            0 => self
                .say("Няма чакащи пред вас", "Nobody is waiting before you")
                .to_owned(),
            many if before.called_today => {
                format!(
                    "{} {}",
                    self.say("Пред вас:", "Before you:"),
                    l10n::people(many, self.lang)
                )
            }
            many => {
                let words = self.say("Издадени днес преди вашия:", "Issued today before yours:");
                format!("{words} {}", l10n::tickets(many, self.lang))
            }
        };
        let wait = before.wait.map(|wait| l10n::wait(wait.minutes(), self.lang));
        let wait = wait.unwrap_or_else(|| self.say("няма достатъчно данни", "not enough data").to_owned());
        let wait = format!("{} {wait}", self.say("Чакане:", "Waiting time:"));
        std::iter::once(people)
            .chain((before.people > 0).then_some(wait))
            .collect()
    }

    fn room(&self, service: &Service) -> Option<String> {
        let units = &self.pack.contacts.units;
        let unit = units.iter().find(|unit| Some(&unit.id) == service.unit.as_ref());
        let room = service.room.as_ref().or(unit.and_then(|unit| unit.room.as_ref()))?;
        let words = self.say("Стая или гише:", "Room or desk:");
        Some(format!("{words} {}", room.get(self.lang)))
    }

    /// What the visitor brings; not what the office obtains itself.
    fn documents(&self, service: &Service) -> Vec<Block> {
        let item = |document: &Evidence| {
            let name = document.name.get(self.lang);
            let condition = document.condition.as_ref().map(|text| text.get(self.lang));
            Block::Item(condition.map_or_else(|| name.to_owned(), |condition| format!("{name} ({condition})")))
        };
        let brought = service.evidence.iter().filter(|document| !document.ex_officio);
        let items: Vec<Block> = brought.map(item).collect();
        if items.is_empty() {
            return Vec::new();
        }
        let heading = self.say("Носете със себе си:", "Bring with you:");
        let heading = [Block::Rule, Block::Heading(heading.to_owned())];
        heading.into_iter().chain(items).collect()
    }

    /// Each speed that has a deadline or a fee, slowest first, with what is not confirmed.
    fn deadlines_and_fees(&self, service: &Service) -> Vec<Block> {
        let of = |speed| {
            let tier = service.tiers.iter().find(|tier| tier.speed == speed);
            let fee = service.fees.iter().find(|fee| fee.speed == speed);
            (tier.is_some() || fee.is_some()).then_some((speed, tier, fee))
        };
        let speeds: Vec<_> = [Speed::Ordinary, Speed::Fast, Speed::Express]
            .into_iter()
            .filter_map(of)
            .collect();
        let one = speeds.len() == 1;
        let mut blocks = Vec::new();
        for (speed, tier, fee) in speeds {
            if !one {
                blocks.push(Block::Heading(self.speed(speed).to_owned()));
            }
            blocks.extend(tier.map(|tier| Block::Text(self.deadline(tier, service.source.confirmed))));
            blocks.extend(fee.map(|fee| Block::Text(self.fee(fee))));
        }
        if blocks.is_empty() {
            let nothing = self.say(
                "Няма данни за срока и таксата. Попитайте на гишето.",
                "No information on the deadline and the fee. Ask at the desk.",
            );
            blocks.push(Block::Text(nothing.to_owned()));
        }
        blocks
    }

    fn speed(&self, speed: Speed) -> &'static str {
        match speed {
            Speed::Ordinary => self.say("Обикновена услуга", "Ordinary service"),
            Speed::Fast => self.say("Бърза услуга", "Fast service"),
            Speed::Express => self.say("Експресна услуга", "Express service"),
        }
    }

    fn deadline(&self, tier: &Tier, confirmed: bool) -> String {
        let text = tier.text.get(self.lang);
        let words = self.say("Срок:", "Deadline:");
        format!("{words} {text}{}", self.doubts(confirmed, false))
    }

    fn fee(&self, fee: &Fee) -> String {
        let amount = l10n::money(fee.cents, fee.currency, self.lang);
        let before_euro = fee.currency == Currency::Bgn && fee.cents > 0;
        let doubts = self.doubts(fee.confirmed, before_euro);
        match fee.cents {
            0 => format!("{amount}{doubts}"),
            _ => format!("{} {amount}{doubts}", self.say("Такса:", "Fee:")),
        }
    }

    /// « (непотвърдено, отпреди еврото)»
    fn doubts(&self, confirmed: bool, before_euro: bool) -> String {
        let mut doubts = Vec::new();
        doubts.extend((!confirmed).then(|| self.say("непотвърдено", "not confirmed")));
        doubts.extend(before_euro.then(|| self.say("отпреди еврото", "before the euro")));
        if doubts.is_empty() {
            return String::new();
        }
        format!(" ({})", doubts.join(", "))
    }

    fn what_the_code_does(&self, service: Option<&Service>) -> &'static str {
        let brings = |service: &Service| service.evidence.iter().any(|document| !document.ex_officio);
        if self.has_page {
            self.say(
                "С кода следите реда си от телефона",
                "With the code you follow your place from your phone",
            )
        } else if service.is_some_and(brings) {
            self.say(
                "Кодът съдържа номера и документите като текст",
                "The code holds your number and the documents as text",
            )
        } else {
            self.say("Кодът съдържа номера като текст", "The code holds your number as text")
        }
    }

    /// Bulgarian where the language has no words of its own.
    fn say(&self, bg: &'static str, en: &'static str) -> &'static str {
        if self.lang == "en" { en } else { bg }
    }
}

//! What parts, their fields and their choices are called in front of people.

use super::super::super::page::Page;

type Words = (&'static str, &'static str, &'static str);

const PARTS: &[Words] = &[
    ("access", "Достъпна среда", "Access to the building"),
    ("charter", "Данни за хартата", "About the charter"),
    ("complaint-ways", "Начини за оплакване", "Ways to complain"),
    ("complaints", "Оплаквания", "Complaints"),
    ("contacts", "Контакти", "Contacts"),
    ("errata", "Поправки в текста на хартата", "Errata of the charter"),
    ("improvements", "Вие казахте, ние направихме", "You said, we did"),
    ("municipality", "Община", "Municipality"),
    ("pack", "Езици и цвят", "Languages and colour"),
    ("places", "Места", "Places"),
    ("priorities", "Кой е с предимство", "Who has priority"),
    ("priority-bound", "Граница на предимството", "Bound of priority"),
    ("promises", "Обещания", "Promises"),
    (
        "questions",
        "Въпроси на анкетната карта",
        "Questions of the survey card",
    ),
    ("queues", "Опашки", "Queues"),
    ("reasons", "Причини за оценката", "Reasons for a rating"),
    (
        "services",
        "Услуги: описание и търсене",
        "Services: description and search",
    ),
    ("units", "Звена", "Units"),
];

const FIELDS: &[Words] = &[
    ("accent", "Цвят на общината", "The municipality's colour"),
    ("address", "Адрес", "Address"),
    ("anonymous", "За анонимните сигнали", "On anonymous signals"),
    ("approved_as", "Длъжност на одобрилия", "Office of who approved it"),
    ("approved_by", "Одобрена от", "Approved by"),
    (
        "breaks_off_after",
        "Последни думи, ако източникът прекъсва",
        "Last words, where the source breaks off",
    ),
    ("complete", "Текстът е пълен", "The text is complete"),
    ("counted_from", "Откога се брои", "Counted from"),
    ("date", "Дата", "Date"),
    (
        "date_text",
        "Дата с думи, ако не е цяла",
        "Date in words, where it is no whole day",
    ),
    ("dial", "Номер за набиране", "Number to dial"),
    ("ekatte", "Код по ЕКАТТЕ", "EKATTE code"),
    ("fee_note", "Бележка за таксата", "Note on the fee"),
    ("form", "Бланка", "Form"),
    ("hint", "За какво се идва тук", "What one comes here for"),
    ("improvements.date", "В сила от", "In force from"),
    ("improvements.text", "Какво направихме", "What we did"),
    ("is", "Става", "Becomes"),
    ("keywords", "Думи за търсене", "Words for search"),
    ("kind", "Вид", "Kind"),
    ("label", "За какво е", "What it is for"),
    ("languages", "Езици на киоска", "Languages of the kiosk"),
    (
        "last_ticket_minutes",
        "Билетите спират толкова минути преди затваряне",
        "Tickets stop that many minutes before closing",
    ),
    ("legal_basis", "Правно основание", "Legal basis"),
    ("letter", "Буква", "Letter"),
    ("life_events", "Житейски събития", "Life events"),
    ("line", "Ред", "Line"),
    ("local_code", "Код на общината", "The municipality's own code"),
    ("metric", "Какво се мери", "What is measured"),
    ("name", "Име", "Name"),
    ("nsi_code", "Код на НСИ", "Code of the statistical institute"),
    (
        "number_matched",
        "Номерът е намерен по името, не е видян при общината",
        "The number was matched by name, not seen at the municipality",
    ),
    (
        "open",
        "Часове, ако са по-тесни от работното време",
        "Hours, where they are narrower than the place's",
    ),
    ("order_number", "Номер на заповедта", "Number of the order"),
    ("phone", "Телефон", "Telephone"),
    ("place", "Място", "Place"),
    ("places", "Места", "Places"),
    (
        "priorities",
        "Кой може да поиска предимство",
        "Who may ask for priority",
    ),
    (
        "priority_bound_minutes",
        "След толкова минути чакане никой не минава отпред",
        "After so many minutes of waiting nobody goes first",
    ),
    (
        "promise",
        "Обещание за срока на отговора",
        "Promise on the time for an answer",
    ),
    ("promises.unit", "Мярка", "Measured in"),
    ("quote", "Думите на хартата", "The charter's words"),
    ("reasons", "На кои причини отговаря", "Which reasons it answers"),
    ("register_number", "Номер в регистъра", "Number in the register"),
    ("result", "Резултат", "Result"),
    ("room", "Стая", "Room"),
    ("said_by", "Колко оценки ги посочват", "How many ratings give them"),
    ("section", "Раздел на хартата", "Section of the charter"),
    (
        "services",
        "Услуги, независимо от звеното",
        "Services, whatever their unit",
    ),
    ("source", "Източник", "Source"),
    (
        "source.confirmed",
        "Потвърдено от общината",
        "Confirmed by the municipality",
    ),
    ("source.date", "Дата на източника", "Date of the source"),
    ("source.note", "Бележка за източника", "Note on the source"),
    ("source.text", "Източник", "Source"),
    ("text", "Текст", "Text"),
    ("threshold", "Колко", "How much"),
    ("tone", "След коя оценка", "After which rating"),
    ("unit", "Звено", "Unit"),
    ("units", "Звена: всичките им услуги", "Units: all their services"),
    ("validity", "Валидност", "Validity"),
    ("value", "Номер, адрес или сайт", "Number, address or site"),
    ("was", "Беше", "Was"),
    ("why", "Защо е грешка", "Why it is a slip"),
];

const HINTS: &[Words] = &[
    (
        "accent",
        "Трябва да се чете върху светъл фон.",
        "It must read on a light ground.",
    ),
    (
        "dial",
        "С кода на страната, например +35978551166",
        "With the country's code, as in +35978551166",
    ),
    (
        "quote",
        "Дословно, както стоят в избрания раздел",
        "Word for word, as they stand in that section",
    ),
    (
        "threshold",
        "Празно, ако хартата не казва",
        "Empty where the charter does not say",
    ),
    (
        "metric",
        "По това се пресмята дали обещанието се спазва",
        "The promise is measured by this",
    ),
    (
        "said_by",
        "От «Показатели»; най-малко 10, или празно",
        "From “Figures”; at least 10, or empty",
    ),
    ("letter", "Различна за всяка опашка", "Another for each queue"),
    ("places", "Нито едно: навсякъде", "None: everywhere"),
    (
        "open",
        "Празно: докато мястото е отворено",
        "Empty: while the place is open",
    ),
    ("nsi_code", "Например KNL29", "As in KNL29"),
    ("ekatte", "На седалището, например 41112", "Of the seat, as in 41112"),
];

const CHOICES: &[Words] = &[
    ("address", "адрес", "address"),
    (
        "arranged_visit_wait",
        "чакане при уговорен час",
        "wait at an arranged visit",
    ),
    ("bg", "български", "Bulgarian"),
    ("birth", "раждане", "birth"),
    ("blame", "след лоша или средна", "after a bad or a middling one"),
    ("box", "кутия", "box"),
    ("building", "строеж", "building"),
    ("business", "търговия", "business"),
    ("complaint_answer", "отговор на оплакване", "answer to a complaint"),
    ("days", "дни", "days"),
    ("death", "смърт", "death"),
    ("delay_notice", "съобщение за забавяне", "notice of a delay"),
    ("email", "електронна поща", "e-mail"),
    ("en", "английски", "English"),
    ("extended_service", "удължено време", "extended hours"),
    ("fax", "факс", "fax"),
    ("hours", "часове", "hours"),
    ("in_person", "на място", "in person"),
    ("letter_answer", "отговор на писмо", "answer to a letter"),
    ("lift", "асансьор", "lift"),
    ("log_book", "книга", "log book"),
    ("marriage", "брак", "marriage"),
    ("minutes", "минути", "minutes"),
    ("months", "месеца", "months"),
    ("opening_hours", "работно време", "opening hours"),
    ("other", "друго", "other"),
    ("parking", "паркинг", "parking"),
    ("phone", "телефон", "telephone"),
    ("post", "поща", "post"),
    ("praise", "след добра", "after a good one"),
    ("property", "имот", "property"),
    ("queue_wait", "чакане на опашката", "wait in the queue"),
    ("ramp", "рампа", "ramp"),
    ("reception_hours", "приемно време", "reception hours"),
    ("repeat_visit", "повторно посещение", "second visit"),
    ("service_time", "срок на услугата", "time of a service"),
    ("taxes", "данъци", "taxes"),
    ("telephone_hours", "часове на телефона", "hours of the telephone"),
    ("toilet", "тоалетна", "toilet"),
    ("tr", "турски", "Turkish"),
    ("travel", "пътуване", "travel"),
    ("web", "интернет", "web"),
    ("working_days", "работни дни", "working days"),
];

pub fn part<'a>(page: &Page, name: &'a str) -> &'a str {
    of(page, PARTS, name).unwrap_or(name)
}

/// A field of one name may be another thing in another part.
pub fn field<'a>(page: &Page, part: &str, name: &'a str) -> &'a str {
    let own = of(page, FIELDS, &format!("{part}.{name}"));
    own.or_else(|| of(page, FIELDS, name)).unwrap_or(name)
}

pub fn hint(page: &Page, field: &str) -> Option<&'static str> {
    of(page, HINTS, field)
}

pub fn choice<'a>(page: &Page, name: &'a str) -> &'a str {
    of(page, CHOICES, name).unwrap_or(name)
}

fn of(page: &Page, all: &'static [Words], name: &str) -> Option<&'static str> {
    let (_, bg, en) = all.iter().find(|(known, ..)| *known == name)?;
    Some(page.lang.say(bg, en))
}

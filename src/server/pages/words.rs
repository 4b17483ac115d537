//! What the program's own names are called in front of people.

use chrono::TimeDelta;

use super::{lang::Lang, time::span};
use crate::{
    protocol::heartbeat::PrinterState,
    server::{
        health::Problem,
        store::{audit::Act, devices::DeviceReport, users::Role},
    },
};

pub fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::Administrator => lang.say("администратор", "administrator"),
        Role::Editor => lang.say("редактор", "editor"),
        Role::Analyst => lang.say("анализатор", "analyst"),
    }
}

/// What is said after a form, by the name in the address.
pub fn done(lang: Lang, done: &str) -> Option<&'static str> {
    Some(match done {
        "password" => lang.say("Паролата е сменена.", "The password is changed."),
        "revoked" => lang.say("Достъпът на киоска е отнет.", "The kiosk is revoked."),
        "renamed" => lang.say("Името на киоска е променено.", "The kiosk is renamed."),
        "added" => lang.say("Потребителят е добавен.", "The user is added."),
        "role" => lang.say("Ролята е променена.", "The role is changed."),
        "disabled" => lang.say("Достъпът на потребителя е спрян.", "The user is disabled."),
        "enabled" => lang.say("Потребителят отново може да влиза.", "The user can sign in again."),
        "saved" => lang.say("Черновата е записана.", "The draft is saved."),
        "imported" => lang.say("Внесено в черновата.", "Imported into the draft."),
        "removed" => lang.say("Премахнато от черновата.", "Taken out of the draft."),
        "made" => lang.say(
            "Черновата е започната. Попълнете частите ѝ и я публикувайте.",
            "The draft is begun. Fill in its parts and publish it.",
        ),
        "published" => lang.say(
            "Публикувано. Киоските го вземат сами.",
            "Published. Kiosks fetch it by themselves.",
        ),
        "asked" => lang.say(
            "Публикуването е поискано. Чака втори човек.",
            "Publication is asked for. It waits for a second person.",
        ),
        "declined" => lang.say("Искането е отказано.", "What was asked is declined."),
        "released" => lang.say("Пуснато на всички киоски.", "Given to all kiosks."),
        "taken-back" => lang.say(
            "Върнато: предишното съдържание е нова версия.",
            "Taken back: the previous content is a new version.",
        ),
        "two-people" => lang.say("Публикува се от двама.", "Two people publish."),
        "one-person" => lang.say("Публикува се от един.", "One person publishes."),
        "brought-back" => lang.say(
            "Черновата е върната към избраната версия.",
            "The draft is back at that version.",
        ),
        "entered" => lang.say("Записът е въведен.", "The entry is saved."),
        "corrected" => lang.say("Записът е поправен.", "The entry is corrected."),
        "unregistered" => lang.say("Записът е премахнат.", "The entry is removed."),
        "list-taken" => lang.say("Записите от таблицата са въведени.", "The table's entries are saved."),
        "rule-added" => lang.say("Правилото е добавено.", "The rule is added."),
        "rule-changed" => lang.say("Правилото е променено.", "The rule is changed."),
        "addresses-set" => lang.say("Адресите са записани.", "The addresses are saved."),
        "rule-removed" => lang.say("Правилото е премахнато.", "The rule is removed."),
        "image-chosen" => lang.say(
            "Избрано. Киоските ще получат версията сами.",
            "Chosen. Kiosks get the version by themselves.",
        ),
        "image-stopped" => lang.say(
            "Спряно. На никого не се предлага повече.",
            "Stopped. Nobody is offered it any more.",
        ),
        "image-ordered" => lang.say(
            "Наредено. Киоскът ще мине на версията веднага щом я изтегли и никой не е пред екрана.",
            "Ordered. The kiosk goes over to the version as soon as it has it and nobody is at the screen.",
        ),
        "log-asked" => lang.say(
            "Журналът е поискан. Киоскът ще го прати до минута-две.",
            "The log is asked for. The kiosk sends it within a minute or two.",
        ),
        _ => return None,
    })
}

/// What is wrong with a kiosk.
pub fn problem(lang: Lang, problem: Problem, report: &DeviceReport) -> String {
    let heartbeat = report.heartbeat.as_ref();
    let count = |of: fn(&_) -> u64| heartbeat.map_or(0, of);
    match problem {
        Problem::ClockWrong => clock(lang, report.health.clock_ahead),
        Problem::DiskLow => {
            let free = heartbeat.and_then(|heartbeat| heartbeat.disk_free).unwrap_or_default();
            let words = lang.say("Малко място на диска: остават", "Little room on the disk:");
            format!("{words} {}", bytes(lang, free))
        }
        Problem::PrinterOutOfPaper => lang
            .say("Принтерът няма хартия", "The printer is out of paper")
            .to_owned(),
        Problem::PrinterCoverOpen => lang
            .say("Капакът на принтера е отворен", "The printer's cover is open")
            .to_owned(),
        Problem::PrinterOffline => lang
            .say("Принтерът не отговаря", "The printer does not answer")
            .to_owned(),
        Problem::Backlog => {
            let words = lang.say("Непратени записи:", "Records not sent yet:");
            format!("{words} {}", number(lang, count(|heartbeat| heartbeat.outbox)))
        }
        Problem::RecordsSetAside => {
            let words = lang.say(
                "Записи, отделени на киоска като отхвърлени:",
                "Records set aside on the kiosk as rejected:",
            );
            format!("{words} {}", number(lang, count(|heartbeat| heartbeat.set_aside)))
        }
    }
}

/// By how much the kiosk's clock is wrong.
pub fn clock(lang: Lang, seconds_ahead: i64) -> String {
    let by = span(lang, TimeDelta::seconds(seconds_ahead.abs()));
    match (lang, seconds_ahead > 0) {
        (Lang::Bg, true) => format!("Часовникът е напред с {by}"),
        (Lang::Bg, false) => format!("Часовникът изостава с {by}"),
        (Lang::En, true) => format!("The clock is {by} fast"),
        (Lang::En, false) => format!("The clock is {by} slow"),
    }
}

pub fn printer(lang: Lang, state: PrinterState) -> &'static str {
    match state {
        PrinterState::None => lang.say("няма", "none"),
        PrinterState::Ready => lang.say("готов", "ready"),
        PrinterState::OutOfPaper => lang.say("без хартия", "out of paper"),
        PrinterState::CoverOpen => lang.say("отворен капак", "cover open"),
        PrinterState::Offline => lang.say("не отговаря", "does not answer"),
        PrinterState::Unknown => lang.say("не се знае", "not known"),
    }
}

/// Why a record was rejected, by [`Reason::name`](crate::protocol::batch::Reason::name); unknown ones stand as they are.
pub fn reason(lang: Lang, reason: &str) -> &str {
    match reason {
        "conflict" => lang.say("същият номер, но друго съдържание", "the same id with other content"),
        "hash" => lang.say("контролната сума не съответства", "the hash is not the payload's"),
        "malformed" => lang.say("съдържанието не може да се разчете", "the content can't be read"),
        "too_large" => lang.say("твърде дълъг", "too long"),
        "other_lobby" => lang.say("от друго фоайе", "of another lobby"),
        "too_fine" => lang.say("оценка с твърде точно време", "a rating with too exact a time"),
        other => other,
    }
}

/// What stands in the log, by [`Act::name`]; of a newer program as it is.
pub fn act(lang: Lang, name: &str) -> &str {
    let Some(act) = Act::ALL.into_iter().find(|act| act.name() == name) else {
        return name;
    };
    match act {
        Act::CreateDevice => lang.say("добави киоск", "added a kiosk"),
        Act::OfferCode => lang.say("даде нов код", "gave a new code"),
        Act::Enrol => lang.say("се свърза с кода си", "enrolled with its code"),
        Act::RotateToken => lang.say("поднови ключа си", "renewed its token"),
        Act::RevokeDevice => lang.say("отне достъпа на киоск", "revoked a kiosk"),
        Act::RenameDevice => lang.say("преименува киоск", "renamed a kiosk"),
        Act::AddUser => lang.say("добави потребител", "added a user"),
        Act::ChangeRole => lang.say("промени роля", "changed a role"),
        Act::ChangePassword => lang.say("смени парола", "changed a password"),
        Act::DisableUser => lang.say("спря достъпа на потребител", "disabled a user"),
        Act::EnableUser => lang.say("върна достъпа на потребител", "enabled a user"),
        Act::SignIn => lang.say("влезе", "signed in"),
        Act::SignOut => lang.say("излезе", "signed out"),
        Act::Publish => lang.say("публикува съдържание", "published content"),
        Act::Release => lang.say("пусна съдържание до всички киоски", "released content to all kiosks"),
        Act::TrustKey => lang.say("повери ключ за публикуване", "trusted a publishing key"),
        Act::RevokeKey => lang.say("отне ключ за публикуване", "revoked a publishing key"),
        Act::RequireSecond => lang.say("поиска публикуване от двама", "made publication need two people"),
        Act::ReleaseSecond => lang.say("позволи публикуване от един", "let one person publish"),
        Act::AskPublication => lang.say("поиска публикуване", "asked for publication"),
        Act::DeclinePublication => lang.say("отказа публикуване", "declined a publication"),
        Act::ImportContent => lang.say("внесе файл в чернова", "imported a file into a draft"),
        Act::AddRegistered => lang.say("въведе сигнал или писмо", "entered a signal or letter"),
        Act::CorrectRegistered => lang.say("поправи сигнал или писмо", "corrected a signal or letter"),
        Act::RemoveRegistered => lang.say("премахна сигнал или писмо", "removed a signal or letter"),
        Act::ImportRegistered => lang.say(
            "въведе списък със сигнали и писма",
            "took over a list of signals and letters",
        ),
        Act::AddAlertRule => lang.say("добави правило за известяване", "added a rule for alerts"),
        Act::SetAlertAddresses => lang.say("определи до кого се пращат известия", "set to whom alerts are sent"),
        Act::ChooseImage => lang.say("избра версия на системата", "chose a version of the system"),
        Act::StopImage => lang.say("спря предлагането на версия", "stopped the offer of a version"),
        Act::OrderImage => lang.say("нареди обновяване веднага", "ordered an update at once"),
        Act::AskLog => lang.say("поиска журнала на киоск", "asked for a kiosk's log"),
        Act::RemoveAlertRule => lang.say("премахна правило за известяване", "removed a rule for alerts"),
    }
}

/// `12,3 GB`
pub fn bytes(lang: Lang, bytes: u64) -> String {
    let mega = bytes / 1_000_000;
    let (whole, tenth, unit) = if mega >= 1_000 {
        (mega / 1_000, mega % 1_000 / 100, "GB")
    } else {
        (mega, bytes % 1_000_000 / 100_000, "MB")
    };
    format!("{}{}{tenth}\u{a0}{unit}", number(lang, whole), lang.say(",", "."))
}

/// With its thousands apart.
pub fn number(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(lang.say("\u{a0}", ","));
        }
        text.push(digit);
    }
    text
}

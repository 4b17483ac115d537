//! What was typed wrong, said calmly and with the way on.

use super::super::page::Page;
use crate::content::edit::Cause;

pub fn of(page: &Page, cause: Cause) -> String {
    let (bg, en) = match cause {
        Cause::Missing => ("Попълнете това поле.", "Fill this in."),
        Cause::TooLong(most) => {
            let (bg, en) = ("Съкратете: най-много знаци", "Make it shorter; characters at most");
            return format!("{}: {most}.", page.say(bg, en));
        }
        Cause::Day => (
            "Напишете дата от календара, например 24.11.2026.",
            "Write a day of the calendar, as in 24.11.2026.",
        ),
        Cause::Time => (
            "Напишете час и минути, например 8:30.",
            "Write hours and minutes, as in 8:30.",
        ),
        Cause::Amount => ("Напишете сума, например 8,00.", "Write an amount, as in 8.00."),
        Cause::Count => ("Напишете цяло число, например 7.", "Write a whole number, as in 7."),
        Cause::Choice => ("Изберете от списъка.", "Choose from the list."),
        Cause::DaysBackwards => (
            "Последният ден е преди първия. Поправете единия.",
            "The last day is before the first. Correct one of them.",
        ),
        Cause::HoursBackwards => (
            "Затварянето трябва да е след отварянето.",
            "Closing must be later than opening.",
        ),
        Cause::Overlap => (
            "Тези часове се застъпват с другите за деня.",
            "These hours overlap with the others of the day.",
        ),
        Cause::Id => (
            "Само малки латински букви и тирета, с буква отпред, например kyustendil.",
            "Small Latin letters and hyphens alone, a letter first, as in kyustendil.",
        ),
        Cause::Taken => ("Това означение вече е заето.", "This id is taken."),
        Cause::Gone => ("Междувременно е премахнато.", "It has been taken away meanwhile."),
        Cause::Unreadable => (
            "Документът не може да се разчете. Първо поправете него.",
            "The document can't be read. Put it right first.",
        ),
    };
    page.say(bg, en).to_owned()
}

//! Signals and letters: their numbers, days and lists.

use parter::figures::{
    Matter, RegisterNumber, Registered,
    registered::{BadDays, list},
};

use crate::given::day;

fn signal(number: &str) -> Registered {
    Registered {
        matter: Matter::Complaint,
        number: number.parse().unwrap(),
        on: day("2026-11-02"),
        answered: None,
        notice: None,
    }
}

fn read(text: &str) -> Result<Vec<Registered>, Vec<String>> {
    let faults =
        |faults: Vec<parter::figures::registered::fault::Fault>| faults.iter().map(|fault| fault.words("bg")).collect();
    list::read(text, day("2026-11-23")).map_err(faults)
}

#[test]
fn a_register_number_is_no_words() {
    for good in ["94-00-1234", "РД-17/2026", "№ 12", "7", "ЗАОПТИ-3 (2)"] {
        assert!(good.parse::<RegisterNumber>().is_ok(), "{good}");
    }
    assert_eq!("  94-00   12 ".parse::<RegisterNumber>().unwrap().as_str(), "94-00 12");
    let long = "1".repeat(RegisterNumber::LONGEST + 1);
    for bad in ["", "сигнал", "94 Иванова", "94-00; DROP", "94\t\u{0}", &long] {
        assert!(bad.parse::<RegisterNumber>().is_err(), "{bad}");
    }
}

#[test]
fn days_follow_one_another() {
    let with = |answered: Option<&str>, notice: Option<&str>| Registered {
        answered: answered.map(day),
        notice: notice.map(day),
        ..signal("94-1")
    };
    let check = |registered: Registered| registered.check(day("2026-11-23"));
    assert_eq!(check(with(None, None)), Ok(()));
    assert_eq!(check(with(Some("2026-11-02"), Some("2026-11-02"))), Ok(()));
    assert_eq!(check(with(Some("2026-11-23"), Some("2026-11-20"))), Ok(()));
    assert_eq!(
        check(with(Some("2026-11-24"), None)),
        Err(BadDays::Future(day("2026-11-24")))
    );
    let on = day("2026-11-02");
    assert_eq!(check(with(Some("2026-11-01"), None)), Err(BadDays::AnsweredBefore(on)));
    assert_eq!(check(with(None, Some("2026-11-01"))), Err(BadDays::NoticeBefore(on)));
}

#[test]
fn a_list_is_read_as_spreadsheets_write_it() {
    let expected = [
        Registered {
            answered: Some(day("2026-11-20")),
            ..signal("94-00-1")
        },
        Registered {
            matter: Matter::Letter,
            notice: Some(day("2026-11-20")),
            ..signal("94-00-2")
        },
    ];
    let bulgarian = "вид;номер;регистриран;отговорен;известие\r\n\
         Сигнал;94-00-1;2.11.2026;20.11.2026 г.;\r\n\
         писмо;94-00-2;02.11.2026;;20.11.2026\r\n";
    assert_eq!(read(bulgarian), Ok(expected.to_vec()));
    let english = "number,notice,kind,registered,answered\n94-00-1,,complaint,2026-11-02,2026-11-20\n94-00-2,2026-11-20,letter,2026-11-02\n";
    assert_eq!(read(english), Ok(expected.to_vec()));
}

#[test]
fn what_is_wrong_with_a_list_is_told_by_line_and_column() {
    let faults = read(
        "вид;номер;регистриран;отговорен\n\
         молба;94-00-1;2.11.2026;\n\
         сигнал;Иванова;31.11.2026;\n\
         писмо;94-00-3;2.11.2026;1.11.2026\n\
         писмо;94-00-4;24.11.2026;\n\
         писмо;94-00-5;;;x\n\
         писмо;94-00-6;2.11.2026;\n\
         писмо;94-00-6;2.11.2026;\n",
    );
    let expected = [
        "ред 2, вид: «молба» не е вид: пишете «сигнал» или «писмо»",
        "ред 3, номер: «Иванова» не е регистрационен номер: пишете го с цифри, къси буквени кодове и знаците - . / №, до 32 знака, без имена",
        "ред 3, регистриран: «31.11.2026» не е дата: пишете я като 23.11.2026",
        "ред 4, отговорен: регистрирано е по-късно, на 2 ноември 2026\u{a0}г.: поправете едната дата",
        "ред 5: 24 ноември 2026\u{a0}г. още не е дошъл: поправете датата",
        "ред 6: полетата са повече от колоните: сложете в кавички текст, в който има разделител",
        "ред 6, регистриран: полето е празно: попълнете го",
        "ред 8, номер: номерът 94-00-6 вече е на ред 7: изтрийте единия ред",
    ];
    assert_eq!(faults.unwrap_err(), expected);
}

/// A name in a column of its own is the likeliest way for one to come in.
#[test]
fn any_other_column_is_refused() {
    let faults = read("вид;номер;подател;номер\n");
    let expected = [
        "ред 1: колоната «подател» е непозната: изтрийте я. Колоните са вид, номер, регистриран, отговорен, известие; имена и други лични данни не се пазят",
        "ред 1: колоната «номер» е два пъти: изтрийте едната",
        "ред 1: липсва колоната «регистриран»: добавете я",
    ];
    assert_eq!(faults.unwrap_err(), expected);
    let empty = "няма нито един ред: първият ред е за имената на колоните, всеки следващ е един сигнал или едно писмо";
    assert_eq!(read("вид;номер;регистриран\n").unwrap_err(), [empty]);
    assert_eq!(read("").unwrap_err(), [empty]);
}

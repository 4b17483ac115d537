//! Why an archive was refused, said calmly and with the mend.

use super::super::super::page::Page;
use crate::{
    content::{
        exchange::archive::{LONGEST, Refused},
        limits::{FILE_BYTES, FILE_COUNT, PACK_BYTES},
    },
    web::lang::Lang,
};

pub fn of(page: &Page, refused: &Refused) -> String {
    match page.lang {
        Lang::Bg => bulgarian(refused),
        Lang::En => refused.to_string(),
    }
}

fn bulgarian(refused: &Refused) -> String {
    match refused {
        Refused::TooLong => format!(
            "Файлът е по-голям от {} MB, значи не е архив на съдържание.",
            LONGEST >> 20
        ),
        Refused::Unreadable(_) => "Това не е файл zip, или е прекъснат или повреден. Направете го наново.".to_owned(),
        Refused::TooMany => {
            format!("В архива има повече от {FILE_COUNT} файла. Махнете онези, които не са част от съдържанието.")
        }
        Refused::Name(name) => format!(
            "„{name}“ не е име на файл от съдържанието: малки латински букви, цифри, . _ -, най-много в една папка."
        ),
        Refused::NotAFile(name) => {
            format!("„{name}“ е препратка или заключен файл. В съдържанието има само обикновени файлове.")
        }
        Refused::Twice => "Два файла в архива имат едно и също име. Направете го наново.".to_owned(),
        Refused::FileTooLarge { name } => format!(
            "„{name}“ е по-голям от {} MB или от онова, което архивът казва за него.",
            FILE_BYTES >> 20
        ),
        Refused::PackTooLarge => format!(
            "Файловете заедно са повече от {} MB. Махнете онези, които не са част от съдържанието.",
            PACK_BYTES >> 20
        ),
        Refused::Without(mark) => format!(
            "В архива няма {mark}, нито най-отгоре, нито в единствена папка. Направете архив на папката, в която е."
        ),
    }
}

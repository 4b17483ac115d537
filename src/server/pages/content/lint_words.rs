//! The linter's findings in the reader's language, by their codes. What is not here is said as the linter says it.

use super::super::page::Page;
use crate::{content::finding::Finding, web::lang::Lang};

pub fn of(page: &Page, finding: &Finding) -> String {
    let in_bulgarian = match page.lang {
        Lang::Bg => bulgarian(finding.code),
        Lang::En => None,
    };
    in_bulgarian.map_or_else(|| format!("{}; {}", finding.message, finding.mend), str::to_owned)
}

fn bulgarian(code: &str) -> Option<&'static str> {
    Some(match code {
        "accent" | "contrast" => "Цветът на общината не се чете добре върху екрана. Изберете по-тъмен.",
        "cut-list" => "Изброяването изглежда прекъснато. Сверете го с източника.",
        "conflicting-domains" => "Посочени са различни адреси в интернет за едно и също. Оставете верния.",
        "dangling-reference" => "Сочи към нещо, което го няма. Изберете друго или го махнете.",
        "days-backwards" => "Последният ден е преди първия. Поправете единия.",
        "duplicate-id" => "Означението се среща два пъти. Сменете едното.",
        "duration" => "Срокът не е изписан правилно. Поправете го или го оставете празен.",
        "fee-in-leva" => "Таксата е отбелязана като потвърдена, но е в левове. От 1 януари 2026 г. валутата е евро.",
        "fee-without-source" => "Таксата няма източник. Посочете тарифата или я махнете.",
        "foreign-letter" | "mixed-script" => {
            "В думата има латинска буква, която прилича на кирилска. Препишете думата."
        }
        "future-date" => "Датата е в бъдещето. Поправете я.",
        "hours-backwards" => "Затварянето трябва да е след отварянето.",
        "incomplete-charter" => "Хартата е непълна, както и източникът ѝ. Киоскът го казва на посетителите.",
        "missing-bulgarian" => "Няма текст на български. Напишете го.",
        "missing-translation" => "Липсва превод. Киоскът показва българския текст.",
        "no-source" => "Не е посочен източник. Напишете откъде са данните.",
        "overlapping-hours" => "Часовете се застъпват. Обединете ги или ги поправете.",
        "past" => "Срокът е изтекъл. Премахнете го или поправете деня.",
        "stale-pack" => "Съдържанието не е преглеждано повече от година.",
        "stale-source" => "Източникът е по-стар от пет години. Проверете дали още е верен.",
        "undeclared-language" => "Има текст на език, който не е сред езиците на киоска.",
        "unreachable-service" => "Никоя опашка не обслужва услугата и за нея не може да се вземе билет.",
        _ => return None,
    })
}

//! What offices and visitors call by several names. A service that goes by one is found by the others.

use std::sync::LazyLock;

use super::{
    fold::{fold, words},
    stem::stem,
};

/// Each row is one thing. Names of units as municipalities write them, then everyday words for common documents.
const GROUPS: &[&[&str]] = &[
    &["ГРАО", "ЕСГРАОН", "Гражданско състояние", "Гражданска регистрация"],
    &[
        "МДТ",
        "Местни данъци и такси",
        "Местни приходи",
        "Приходи и администриране на местни данъци и такси",
    ],
    &[
        "УТ",
        "ТСУ",
        "Устройство на територията",
        "Териториално и селищно устройство",
        "Териториално устройство и строителство",
    ],
    &[
        "ЦАО",
        "ЗАО",
        "ЦУИГ",
        "ОИЦУГ",
        "ЦИУ",
        "ОЦУИГ",
        "Център за административно обслужване",
        "Звено за административно обслужване",
    ],
    &["документ за самоличност", "лична карта"],
    &[
        "удостоверение за раждане",
        "акт за раждане",
        "новородено",
        "бебе",
        "дете",
    ],
    &[
        "сключен граждански брак",
        "брачно свидетелство",
        "акт за брак",
        "удостоверение за брак",
    ],
    &["акт за смърт", "смъртен акт", "починал", "умрял"],
    &["семейно положение", "неженен", "женен", "омъжена", "разведен", "развод"],
    &["удостоверение за наследници", "наследство"],
    &["настоящ адрес", "адресна регистрация"],
    &["постоянен адрес", "адресна регистрация"],
    &["адресна регистрация", "смяна на адрес", "адресна карта"],
    &["превозни средства", "МПС", "автомобил", "кола"],
    &["недвижим имот", "къща", "апартамент", "земя"],
    &["данък върху недвижимите имоти", "данък имот", "данък сгради"],
    &[
        "такса смет",
        "битови отпадъци",
        "сметосъбиране",
        "сметоизвозване",
        "боклук",
    ],
    &["паркиране", "паркинг"],
    &["строеж", "строително разрешение", "разрешение за строеж"],
    &["виза за проектиране", "разрешение за строеж"],
    &["преместваем обект", "павилион", "будка", "сергия"],
];

/// A name, with its stems.
type Name = (&'static str, Vec<String>);

static NAMES: LazyLock<Vec<Vec<Name>>> = LazyLock::new(|| {
    let names = |group: &&[&'static str]| group.iter().map(|name| (*name, stems(name))).collect();
    GROUPS.iter().map(names).collect()
});

/// The other names of whatever `text` names.
pub(super) fn synonyms(text: &str) -> Vec<&'static str> {
    let text = stems(text);
    let named = |(_, name): &&Name| text.windows(name.len().max(1)).any(|window| window == name);
    let groups = NAMES.iter().filter(|group| group.iter().any(|name| named(&name)));
    let others = groups.flat_map(|group| group.iter().filter(|name| !named(name)));
    others.map(|(name, _)| *name).collect()
}

fn stems(text: &str) -> Vec<String> {
    words(&fold(text)).into_iter().map(stem).collect()
}

//! The columns of a table of services, and what may stand over them.

use crate::content::{
    service::Speed,
    text::{BULGARIAN, Lang, is_language},
};

/// What a column holds of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Id,
    RegisterNumber,
    NumberMatched,
    LocalCode,
    Name,
    Description,
    Keywords,
    Unit,
    Room,
    Evidence,
    Term(Speed),
    Duration(Speed),
    Fee(Speed),
    FeeDate(Speed),
    FeeSource(Speed),
    FeeConfirmed(Speed),
    FeeNote,
    Channels,
    Result,
    Validity,
    Form,
    LegalBasis,
    LifeEvents,
    Source,
    SourceDate,
    SourceConfirmed,
    SourceNote,
}

/// A field, and of a text its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub field: Field,
    /// `bg` where the field is no text.
    pub lang: Lang,
}

/// Every column that a pack in these languages has, in the order in which they are written.
#[must_use]
pub fn all(languages: &[Lang]) -> Vec<Column> {
    let in_languages = |field: Field| {
        let count = if field.is_text() { languages.len() } else { 1 };
        let column = move |lang: &Lang| Column {
            field,
            lang: lang.clone(),
        };
        languages.iter().take(count).map(column)
    };
    Field::all().into_iter().flat_map(in_languages).collect()
}

impl Field {
    /// In the order in which they are written and read: what others hang on comes first.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Id,
            Self::RegisterNumber,
            Self::NumberMatched,
            Self::LocalCode,
            Self::Name,
            Self::Description,
            Self::Keywords,
            Self::Unit,
            Self::Room,
            Self::Evidence,
            Self::Source,
            Self::SourceDate,
            Self::SourceConfirmed,
            Self::SourceNote,
        ];
        for speed in Speed::ALL {
            all.extend([
                Self::Term(speed),
                Self::Duration(speed),
                Self::Fee(speed),
                Self::FeeDate(speed),
                Self::FeeSource(speed),
                Self::FeeConfirmed(speed),
            ]);
        }
        all.extend([
            Self::FeeNote,
            Self::Channels,
            Self::Result,
            Self::Validity,
            Self::Form,
            Self::LegalBasis,
            Self::LifeEvents,
        ]);
        all
    }

    /// Whether there is a column of each language.
    fn is_text(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Description
                | Self::Room
                | Self::Evidence
                | Self::Term(_)
                | Self::FeeNote
                | Self::Channels
                | Self::Result
                | Self::Validity
                | Self::Form
        )
    }

    /// What may stand over it, in small letters; the first is the one we write.
    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["идентификатор", "id"],
            Self::RegisterNumber => &[
                "номер в регистъра",
                "уникален номер в регистъра",
                "уникален идентификатор",
                "номер на услугата",
                "номер",
            ],
            Self::NumberMatched => &["номерът е намерен по името"],
            Self::LocalCode => &["код на общината", "код"],
            Self::Name => &[
                "наименование",
                "наименование на услугата",
                "наименование на административната услуга",
                "административна услуга",
                "услуга",
            ],
            Self::Description => &["описание", "описание на услугата"],
            Self::Keywords => &["ключови думи"],
            Self::Unit => &["звено", "отдел", "дирекция", "структурно звено"],
            Self::Room => &["стая", "гише", "стая или гише"],
            Self::Evidence => &["документи", "необходими документи", "изискуеми документи"],
            Self::Term(Speed::Ordinary) => &[
                "срок – обикновена",
                "срок",
                "срок за изпълнение",
                "срок за предоставяне",
            ],
            Self::Term(Speed::Fast) => &["срок – бърза"],
            Self::Term(Speed::Express) => &["срок – експресна"],
            Self::Duration(Speed::Ordinary) => &["продължителност – обикновена", "продължителност"],
            Self::Duration(Speed::Fast) => &["продължителност – бърза"],
            Self::Duration(Speed::Express) => &["продължителност – експресна"],
            Self::Fee(Speed::Ordinary) => &["такса – обикновена", "такса", "цена", "такса или цена"],
            Self::Fee(Speed::Fast) => &["такса – бърза"],
            Self::Fee(Speed::Express) => &["такса – експресна"],
            Self::FeeDate(Speed::Ordinary) => &["дата на таксата – обикновена", "дата на таксата"],
            Self::FeeDate(Speed::Fast) => &["дата на таксата – бърза"],
            Self::FeeDate(Speed::Express) => &["дата на таксата – експресна"],
            Self::FeeSource(Speed::Ordinary) => &["източник на таксата – обикновена", "източник на таксата"],
            Self::FeeSource(Speed::Fast) => &["източник на таксата – бърза"],
            Self::FeeSource(Speed::Express) => &["източник на таксата – експресна"],
            Self::FeeConfirmed(Speed::Ordinary) => &["таксата е потвърдена – обикновена", "таксата е потвърдена"],
            Self::FeeConfirmed(Speed::Fast) => &["таксата е потвърдена – бърза"],
            Self::FeeConfirmed(Speed::Express) => &["таксата е потвърдена – експресна"],
            Self::FeeNote => &["бележка за таксата"],
            Self::Channels => &["начини на заявяване", "начин на заявяване", "заявяване"],
            Self::Result => &["резултат", "резултат от услугата"],
            Self::Validity => &["валидност", "срок на действие"],
            Self::Form => &["образец на заявление", "образец", "формуляр"],
            Self::LegalBasis => &["правно основание", "нормативно основание", "правна уредба"],
            Self::LifeEvents => &["житейски събития", "жизнени събития"],
            Self::Source => &["източник"],
            Self::SourceDate => &["дата на източника"],
            Self::SourceConfirmed => &["потвърдено"],
            Self::SourceNote => &["бележка", "забележка"],
        }
    }
}

impl Column {
    /// «Наименование (en)»
    #[must_use]
    pub fn heading(&self) -> String {
        let mut letters = self.field.headings().first().copied().unwrap_or_default().chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let heading: String = first.chain(letters).collect();
        if self.lang == BULGARIAN {
            heading
        } else {
            format!("{heading} ({})", self.lang)
        }
    }

    /// The column over which this stands, in one of the languages.
    #[must_use]
    pub fn of(heading: &str, languages: &[Lang]) -> Option<Self> {
        let small = heading.to_lowercase();
        let words = small
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(" - ", " – ");
        let (name, lang) = match words.strip_suffix(')').and_then(|words| words.rsplit_once(" (")) {
            Some((name, lang)) if is_language(lang) => (name, lang),
            _ => (words.as_str(), BULGARIAN),
        };
        let is_named = |field: &Field| field.headings().contains(&name.trim_end_matches([':', '.', '*', ' ']));
        let field = Field::all().into_iter().find(is_named)?;
        let is_known = languages.iter().any(|known| known == lang) && (field.is_text() || lang == BULGARIAN);
        is_known.then(|| Self {
            field,
            lang: lang.to_owned(),
        })
    }
}

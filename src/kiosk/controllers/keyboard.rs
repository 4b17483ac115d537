//! The on-screen keyboard: which keys are shown, and what a press sends to the focused field.
//!
//! Letters stand in the order of the physical layouts (БДС 5237 and the traditional phonetic one). So that eleven keys of
//! 20 mm fit a 21.5" portrait screen, the phonetic щ, ю and ч, which stand on the outer punctuation keys, are drawn in to
//! the ends of the second and third row. Shift with БДС's «ь» gives «Ь»; «ѝ» is on the page of symbols.

/// How the letters are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Bds,
    Phonetic,
    Latin,
}

impl Layout {
    pub const ALL: [Self; 3] = [Self::Bds, Self::Phonetic, Self::Latin];

    /// What its switch says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Bds => "БДС",
            Self::Phonetic => "Фонетична",
            Self::Latin => "ABC",
        }
    }

    fn letters(self) -> [&'static str; 3] {
        match self {
            Self::Bds => ["уеишщксдзц", "ьяаожгтнвмч", "юйъэфхпрлб"],
            Self::Phonetic => ["явертъуиопш", "асдфгхйклщю", "чзьцжбнм"],
            Self::Latin => ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
        }
    }
}

const DIGITS: &str = "1234567890";
const SYMBOLS: [&str; 3] = ["-–/.,:;!?", "„“«»\"'()", "№@+=_%&ѝ§"];

/// What a key is for; those without a letter are drawn as an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Character,
    Space,
    Backspace,
    Enter,
    Shift,
    /// To the symbols, or back to the letters.
    Symbols,
    /// To the next layout, which its label names.
    Layout,
}

/// One key, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub kind: KeyKind,
    /// Shown and spoken; empty for keys that are an icon.
    pub label: String,
    /// What a press sends; empty for keys that only change the keyboard.
    pub text: String,
    /// In widths of a letter key.
    pub width: f32,
    /// Shift or symbols, while they are on.
    pub on: bool,
}

/// What the focused field is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    Text(String),
    Backspace,
    Return,
}

/// The keyboard's state: nothing of what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyboard {
    layout: Layout,
    shift: bool,
    symbols: bool,
}

impl Keyboard {
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            shift: false,
            symbols: false,
        }
    }

    /// The layout that visitors who read `lang` begin with.
    #[must_use]
    pub fn for_language(lang: &str) -> Self {
        Self::new(if lang == crate::content::text::BULGARIAN {
            Layout::Phonetic
        } else {
            Layout::Latin
        })
    }

    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    #[must_use]
    pub fn shows_symbols(&self) -> bool {
        self.symbols
    }

    /// The keys from top to bottom: digits, three rows of characters, then the wide keys.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<Key>> {
        let page = if self.symbols { SYMBOLS } else { self.layout.letters() };
        let mut rows: Vec<Vec<Key>> = std::iter::once(DIGITS)
            .chain(page)
            .map(|row| row.chars().map(|letter| character(letter, self.shift)).collect())
            .collect();
        rows.push(vec![
            wide(KeyKind::Shift, "", "", 1.25, self.shift),
            wide(KeyKind::Symbols, self.symbols_label(), "", 1.5, self.symbols),
            wide(KeyKind::Layout, self.next_layout().label(), "", 3.0, false),
            wide(KeyKind::Space, "", " ", 1.75, false),
            wide(KeyKind::Backspace, "", "", 1.25, false),
            wide(KeyKind::Enter, "", "", 2.25, false),
        ]);
        rows
    }

    /// Takes the press of `key`; what comes back goes to the focused field.
    pub fn press(&mut self, key: &Key) -> Option<Press> {
        match key.kind {
            KeyKind::Character => {
                self.shift = false;
                Some(Press::Text(key.text.clone()))
            }
            KeyKind::Space => Some(Press::Text(key.text.clone())),
            KeyKind::Backspace => Some(Press::Backspace),
            KeyKind::Enter => Some(Press::Return),
            KeyKind::Shift => {
                self.shift = !self.shift;
                None
            }
            KeyKind::Symbols => {
                self.symbols = !self.symbols;
                self.shift = false;
                None
            }
            KeyKind::Layout => {
                self.layout = self.next_layout();
                self.symbols = false;
                None
            }
        }
    }

    fn symbols_label(&self) -> &'static str {
        match (self.symbols, self.layout) {
            (false, _) => "№!?",
            (true, Layout::Latin) => "ABC",
            (true, _) => "АБВ",
        }
    }

    fn next_layout(&self) -> Layout {
        match self.layout {
            Layout::Bds => Layout::Phonetic,
            Layout::Phonetic => Layout::Latin,
            Layout::Latin => Layout::Bds,
        }
    }
}

fn character(letter: char, shift: bool) -> Key {
    let text = if shift {
        letter.to_uppercase().collect()
    } else {
        letter.to_string()
    };
    Key {
        kind: KeyKind::Character,
        label: text.clone(),
        text,
        width: 1.0,
        on: false,
    }
}

fn wide(kind: KeyKind, label: &str, text: &str, width: f32, on: bool) -> Key {
    Key {
        kind,
        label: label.to_owned(),
        text: text.to_owned(),
        width,
        on,
    }
}

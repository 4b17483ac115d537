//! The on-screen keyboard: what is shown, and what a press sends.

use parter::kiosk::controllers::keyboard::{Key, KeyKind, Keyboard, Layout, Press};

const ALPHABET: &str = "абвгдежзийклмнопрстуфхцчшщъьюя";
const PANGRAM: &str = "Ах чудна българска земьо, полюшвай цъфтящи жита!";

fn key(keyboard: &Keyboard, wanted: impl Fn(&Key) -> bool) -> Option<Key> {
    keyboard.rows().into_iter().flatten().find(wanted)
}

fn press(keyboard: &mut Keyboard, kind: KeyKind) -> Option<Press> {
    let key = key(keyboard, |key| key.kind == kind).unwrap();
    keyboard.press(&key)
}

/// Presses the key that is labelled `letter`, turning shift or the symbols on or off where it is not in sight.
fn type_letter(keyboard: &mut Keyboard, letter: char) -> Press {
    if letter == ' ' {
        return press(keyboard, KeyKind::Space).unwrap();
    }
    let label = letter.to_string();
    for change in [None, Some(KeyKind::Shift), Some(KeyKind::Symbols), Some(KeyKind::Shift)] {
        if let Some(kind) = change {
            assert_eq!(press(keyboard, kind), None);
        }
        if let Some(key) = key(keyboard, |key| key.label == label) {
            return keyboard.press(&key).unwrap();
        }
    }
    panic!("{letter} is on no page of {:?}", keyboard.layout());
}

fn typed(keyboard: &mut Keyboard, text: &str) -> String {
    text.chars()
        .map(|letter| match type_letter(keyboard, letter) {
            Press::Text(text) => text,
            other => panic!("{letter} sent {other:?}"),
        })
        .collect()
}

fn letters(layout: Layout) -> Vec<String> {
    let rows = Keyboard::new(layout).rows();
    rows[1..4]
        .iter()
        .map(|row| row.iter().map(|key| key.label.as_str()).collect())
        .collect()
}

#[test]
fn the_layouts_are_the_known_ones() {
    assert_eq!(letters(Layout::Bds), ["уеишщксдзц", "ьяаожгтнвмч", "юйъэфхпрлб"]);
    assert_eq!(letters(Layout::Phonetic), ["явертъуиопш", "асдфгхйклщю", "чзьцжбнм"]);
    assert_eq!(letters(Layout::Latin), ["qwertyuiop", "asdfghjkl", "zxcvbnm"]);
}

#[test]
fn each_bulgarian_layout_types_the_alphabet_in_both_cases() {
    for layout in [Layout::Bds, Layout::Phonetic] {
        let mut keyboard = Keyboard::new(layout);
        for text in [ALPHABET.to_owned(), ALPHABET.to_uppercase()] {
            assert_eq!(typed(&mut keyboard, &text), text, "{layout:?}");
        }
    }
}

#[test]
fn latin_types_its_alphabet_in_both_cases() {
    let mut keyboard = Keyboard::new(Layout::Latin);
    let alphabet: String = ('a'..='z').chain('A'..='Z').collect();
    assert_eq!(typed(&mut keyboard, &alphabet), alphabet);
}

#[test]
fn a_pangram_is_typed_by_its_labels() {
    for layout in [Layout::Bds, Layout::Phonetic] {
        assert_eq!(typed(&mut Keyboard::new(layout), PANGRAM), PANGRAM);
    }
}

#[test]
fn shift_holds_for_one_letter() {
    let mut keyboard = Keyboard::new(Layout::Phonetic);
    press(&mut keyboard, KeyKind::Shift);
    assert!(key(&keyboard, |key| key.kind == KeyKind::Shift).unwrap().on);
    let capital = key(&keyboard, |key| key.label == "А").unwrap();
    assert_eq!(keyboard.press(&capital), Some(Press::Text("А".to_owned())));
    assert!(key(&keyboard, |key| key.label == "А").is_none());
    assert!(!key(&keyboard, |key| key.kind == KeyKind::Shift).unwrap().on);
}

#[test]
fn the_layout_key_goes_round_and_names_the_next() {
    let mut keyboard = Keyboard::for_language("bg");
    let first = keyboard.layout();
    for _ in Layout::ALL {
        let named = key(&keyboard, |key| key.kind == KeyKind::Layout).unwrap().label;
        assert_eq!(press(&mut keyboard, KeyKind::Layout), None);
        assert_eq!(named, keyboard.layout().label());
    }
    assert_eq!(keyboard.layout(), first);
    assert_eq!(Keyboard::for_language("en").layout(), Layout::Latin);
}

#[test]
fn digits_are_always_in_sight_and_symbols_one_press_away() {
    let mut keyboard = Keyboard::new(Layout::Bds);
    assert_eq!(typed(&mut keyboard, "2033"), "2033");
    assert_eq!(typed(&mut keyboard, "№-„“.ѝ"), "№-„“.ѝ");
    assert_eq!(typed(&mut keyboard, "2033"), "2033");
    press(&mut keyboard, KeyKind::Layout);
    assert_eq!(
        letters(Layout::Phonetic)[0],
        keyboard.rows()[1]
            .iter()
            .map(|key| key.label.as_str())
            .collect::<String>()
    );
}

#[test]
fn named_keys_are_sent_as_such() {
    let mut keyboard = Keyboard::new(Layout::Bds);
    assert_eq!(press(&mut keyboard, KeyKind::Backspace), Some(Press::Backspace));
    assert_eq!(press(&mut keyboard, KeyKind::Enter), Some(Press::Return));
    assert_eq!(press(&mut keyboard, KeyKind::Space), Some(Press::Text(" ".to_owned())));
}

#[test]
fn no_row_is_wider_than_eleven_keys() {
    for layout in Layout::ALL {
        let mut keyboard = Keyboard::new(layout);
        for _ in 0..2 {
            for row in keyboard.rows() {
                assert!(row.iter().map(|key| key.width).sum::<f32>() <= 11.0);
            }
            press(&mut keyboard, KeyKind::Symbols);
        }
    }
}

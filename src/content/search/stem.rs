//! A light Bulgarian stemmer: articles, plurals and endings go, so that «удостоверенията» meets «удостоверение».

/// Endings, the longest first.
const ENDINGS: [&str; 32] = [
    "ищата",
    "овете",
    "евете",
    "ището",
    "ията",
    "ието",
    "ище",
    "ища",
    "ове",
    "еве",
    "ият",
    "ите",
    "ата",
    "ята",
    "ото",
    "ето",
    "ът",
    "ят",
    "ия",
    "ие",
    "ии",
    "ий",
    "та",
    "то",
    "те",
    "а",
    "я",
    "о",
    "е",
    "и",
    "у",
    "ю",
];

/// What must remain of a word.
const LEAST: usize = 3;

/// The stem of a folded word; words that are not Bulgarian stay as they are.
pub(super) fn stem(word: &str) -> String {
    let rest = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.chars().count() >= LEAST)
        .unwrap_or(word);
    let mut letters: Vec<char> = rest.chars().collect();
    if let [.., 'е', last @ ('н' | 'к' | 'ц')] = letters[..]
        && letters.len() > LEAST + 1
    {
        // «общинен» meets «общинна», «получен» «получна».
        letters.truncate(letters.len() - 2);
        letters.push(last);
    }
    // «наследници» meets «наследник», «данъци» «данък», «подлози» «подлог».
    if let Some(last) = letters.last_mut() {
        match last {
            'ц' => *last = 'к',
            'з' => *last = 'г',
            _ => {}
        }
    }
    letters.into_iter().collect()
}

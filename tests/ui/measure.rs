//! What must hold on every screen: words whole, targets large enough and apart, everything named, everything in reach,
//! colours that can be read.

use std::collections::BTreeSet;

use i_slint_core::lengths::LogicalRect;
use slint::{Rgba8Pixel, SharedPixelBuffer};

use crate::tree::Node;

/// The least side of a target and the least gap between two, in millimetres, less what rounding to pixels takes.
pub const TARGET: f32 = 20.0 - 0.2;
pub const GAP: f32 = 4.0 - 0.3;

/// What may be a sign alone where there is little room.
const SIGNS: [&str; 21] = [
    "Нагоре",
    "Надолу",
    "Up",
    "Down",
    "Висок контраст",
    "Всичко в долната половина",
    "Български",
    "Изчистване",
    "Clear",
    "Предишна глава",
    "Следваща глава",
    "Previous chapter",
    "Next chapter",
    "Изтриване на последната цифра",
    "Проверка на ПИН кода",
    "Delete the last digit",
    "Check the PIN",
    "Изтриване на последния знак",
    "Проверка на кода",
    "Delete the last character",
    "Check the code",
];

/// Texts that are cut off, leave their control or lie over each other.
pub fn words(nodes: &[Node]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut texts: Vec<(String, Node)> = Vec::new();
    for node in nodes {
        let Some(words) = node.words() else { continue };
        let room = node.rect.size;
        if words.needs_width > room.width + 1.0 || words.needs_height > room.height + 1.0 {
            let needs = (words.needs_width, words.needs_height);
            faults.push(format!("«{}» needs {needs:?} and has {room:?}", words.text));
        }
        let frame = node.control(nodes).filter(|control| !contains(control.rect, node.rect));
        if let Some(control) = frame {
            faults.push(format!("«{}» stands out of «{}»", words.text, control.label()));
        }
        // A page may be longer than its frame, never wider; outside of pages all is seen whole.
        let page = node.around(nodes, Node::is_scrolled_page).is_some();
        let lost_width = node.rect.width() - node.seen.width();
        let lost_height = node.rect.height() - node.seen.height();
        if lost_width > 1.0 || (!page && lost_height > 1.0) {
            faults.push(format!(
                "«{}» is cut by an edge: {:?} of {:?} is seen",
                words.text, node.seen, node.rect
            ));
        }
        for (other, placed) in &texts {
            if letters(placed).intersects(&letters(node)) {
                faults.push(format!("«{}» and «{other}» overlap", words.text));
            }
        }
        texts.push((words.text, node.clone()));
    }
    faults
}

/// Whatever can be touched has a role and a label, and no other on the screen says the same.
pub fn names(nodes: &[Node], controls: &[Node]) -> Vec<String> {
    let mut faults = Vec::new();
    for touch in nodes.iter().filter(|node| node.is_touchable()) {
        // The place around a field to type in is the field's.
        let widens = |control: &Node| touch.rect.contains_rect(&control.seen);
        if touch.control(nodes).is_none() && !controls.iter().any(widens) {
            faults.push(format!("something without a role can be touched at {:?}", touch.rect));
        }
    }
    let mut seen = BTreeSet::new();
    for control in controls {
        if control.label().trim().is_empty() {
            faults.push("a control has no label".to_owned());
        } else if !seen.insert(control.says()) {
            faults.push(format!("two controls say «{}»", control.says()));
        }
    }
    faults
}

/// Controls, wholly seen, on which no word is read.
pub fn wordless(nodes: &[Node], controls: &[Node]) -> Vec<String> {
    let worded: Vec<Node> = nodes
        .iter()
        .filter(|node| node.words().is_some())
        .filter_map(|node| node.control(nodes))
        .collect();
    let whole = |control: &&Node| control.seen.height() > control.rect.height() - 1.0;
    let bare = |control: &&Node| whole(control) && !control.is_field() && !worded.iter().any(|known| known.is(control));
    let bare = controls
        .iter()
        .filter(bare)
        .filter(|control| !SIGNS.contains(&control.label().as_str()));
    bare.map(|control| format!("«{}» shows no word", control.label()))
        .collect()
}

pub fn targets(controls: &[Node], mm: f32) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, control) in controls.iter().enumerate() {
        let (width, height) = (control.rect.width() / mm, control.rect.height() / mm);
        if width < TARGET || height < TARGET {
            faults.push(format!("«{}» is {width:.1} x {height:.1} mm", control.label()));
        }
        for other in &controls[at + 1..] {
            let gap = gap(control.seen, other.seen) / mm;
            if gap < GAP {
                faults.push(format!(
                    "«{}» and «{}» are {gap:.1} mm apart",
                    control.label(),
                    other.label()
                ));
            }
        }
    }
    faults
}

pub fn reach(controls: &[Node], half: f32) -> Vec<String> {
    let high = controls.iter().filter(|control| control.seen.min_y() < half - 1.0);
    high.map(|control| format!("«{}» is above the lower half", control.label()))
        .collect()
}

/// The words as they are drawn: the colour that fills a text's place against the one farthest from it. What is off may
/// be pale.
pub fn contrast(nodes: &[Node], picture: &SharedPixelBuffer<Rgba8Pixel>) -> Vec<String> {
    let mut faults = Vec::new();
    for node in nodes {
        let Some(words) = node.words() else { continue };
        if node.control(nodes).is_some_and(|control| !control.is_enabled()) || node.seen.height() < 4.0 {
            continue;
        }
        // A sliver at the edge of a page holds no whole letter.
        if node.seen.height() < 0.7 * node.rect.height() {
            continue;
        }
        // Twenty rows cross a capital, and every third one tells as much; a sign alone may be one stroke, as «_» is.
        let every = if words.text.chars().count() > 1 { 3 } else { 1 };
        let ratio = drawn_contrast(picture, node.seen, every);
        if ratio < 4.5 {
            faults.push(format!("«{}» is drawn at {ratio:.1}:1", words.text));
        }
    }
    faults
}

fn drawn_contrast(picture: &SharedPixelBuffer<Rgba8Pixel>, place: LogicalRect, every: usize) -> f32 {
    let lightness: [f32; 256] = std::array::from_fn(|channel| linear(channel as u8));
    let columns = place.min_x().max(0.0) as usize..(place.max_x() as usize).min(picture.width() as usize);
    let rows = place.min_y().max(0.0) as usize..(place.max_y() as usize).min(picture.height() as usize);
    let row = |at: usize| &picture.as_slice()[at * picture.width() as usize..][columns.clone()];
    let pixels: Vec<Rgba8Pixel> = rows.step_by(every).flat_map(row).copied().collect();
    let luminance = |pixel: &Rgba8Pixel| {
        let [red, green, blue] = [pixel.r, pixel.g, pixel.b].map(|channel| lightness[usize::from(channel)]);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let mut luminances: Vec<f32> = pixels.iter().map(luminance).collect();
    if luminances.is_empty() {
        return 1.0;
    }
    let middle = luminances.len() / 2;
    let (darker, paper, lighter) = luminances.select_nth_unstable_by(middle, f32::total_cmp);
    let darkest = darker.iter().copied().fold(*paper, f32::min);
    let lightest = lighter.iter().copied().fold(*paper, f32::max);
    ratio(*paper, darkest).max(ratio(*paper, lightest))
}

/// WCAG's relative luminance.
pub fn luminance(red: u8, green: u8, blue: u8) -> f32 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

pub fn linear(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    if value <= 0.04045 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

pub fn ratio(one: f32, other: f32) -> f32 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn contains(outer: LogicalRect, inner: LogicalRect) -> bool {
    outer.inflate(1.0, 1.0).contains_rect(&inner)
}

/// Where a text's letters may be: a line has room above its capitals and below its tails.
fn letters(node: &Node) -> LogicalRect {
    node.seen.inflate(-1.0, -0.2 * node.font_size() - 1.0)
}

/// How far two targets are apart: along the axis that parts them.
pub fn gap(one: LogicalRect, other: LogicalRect) -> f32 {
    let across = (one.min_x() - other.max_x()).max(other.min_x() - one.max_x());
    let down = (one.min_y() - other.max_y()).max(other.min_y() - one.max_y());
    across.max(down)
}

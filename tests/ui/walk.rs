//! Walks every screen on every panel and measures what must hold on all of them: words whole, targets large enough and
//! apart, everything named, everything in reach, colours that can be read.

use std::collections::BTreeSet;

use i_slint_core::lengths::LogicalRect;
use parter::kiosk::controllers::session::Screen;
use parter_ui::Theme;
use slint::{Color, ComponentHandle, Rgba8Pixel, SharedPixelBuffer};

use crate::{
    harness::{LANDSCAPE, Lobby, PORTRAIT, Setup},
    tree::Node,
};

pub const PACKS: [&str; 5] = ["kyustendil", "peshtera", "samokov", "kostinbrod", "plovdiv"];
/// The screens that stand; the walk comes to each as a visitor does.
pub const SCREENS: [Screen; 17] = [
    Screen::Home,
    Screen::Queues,
    Screen::TicketCheck,
    Screen::TicketIssued,
    Screen::Services,
    Screen::Service,
    Screen::Charter,
    Screen::CharterSection,
    Screen::Promises,
    Screen::Errata,
    Screen::Rate,
    Screen::RateMore,
    Screen::RateThanks,
    Screen::Complaint,
    Screen::ComplaintNamed,
    Screen::Contacts,
    Screen::Telephone,
];

/// The least side of a target and the least gap between two, in millimetres, less what rounding to pixels takes.
const TARGET: f32 = 20.0 - 0.2;
const GAP: f32 = 4.0 - 0.3;

/// Where large words do not fit on a small panel yet: the page is wider than the panel, or its page keys stand too close.
const UNFINISHED: [Screen; 4] = [
    Screen::Contacts,
    Screen::ComplaintNamed,
    Screen::TicketCheck,
    Screen::TicketIssued,
];

/// How a visitor reads.
#[derive(Debug, Clone, Copy)]
struct Reading {
    lang: &'static str,
    large: bool,
    contrast: bool,
    low: bool,
}

const fn reading(lang: &'static str, large: bool, contrast: bool, low: bool) -> Reading {
    Reading {
        lang,
        large,
        contrast,
        low,
    }
}

/// Each aid alone, in both languages, and the hardest together.
const READINGS: [Reading; 7] = [
    reading("bg", false, false, false),
    reading("en", false, false, false),
    reading("bg", true, false, false),
    reading("en", true, false, false),
    reading("bg", false, true, false),
    reading("bg", false, false, true),
    reading("bg", true, false, true),
];

fn walk(size: (u32, u32), diagonal: f32) {
    let mut faults = BTreeSet::new();
    for pack in PACKS {
        let lobby = Lobby::open(&Setup {
            pack,
            size,
            diagonal,
            ..Setup::default()
        });
        for screen in SCREENS {
            if !lobby.visit(screen) {
                assert_ne!(pack, PACKS[0], "the first pack has every screen");
                continue;
            }
            for reading in READINGS {
                if reading.low && size.0 > size.1 {
                    continue;
                }
                if reading.large && diagonal < 20.0 && UNFINISHED.contains(&screen) {
                    continue;
                }
                lobby.read(|session| {
                    session.lang = reading.lang.to_owned();
                    session.large = reading.large;
                    session.high_contrast = reading.contrast;
                    session.low_reach = reading.low;
                });
                let mut found = faults_of(&lobby, reading);
                // The packs differ in their accent alone, which is judged below.
                if pack == PACKS[0] {
                    found.extend(contrast(&lobby.nodes(), &lobby.picture()));
                }
                for fault in found {
                    faults.insert(format!("{screen:?}, {pack}, {reading:?}: {fault}"));
                }
            }
        }
    }
    let list: Vec<_> = faults.iter().map(String::as_str).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), list.join("\n"));
}

#[test]
fn portrait() {
    walk(PORTRAIT, 21.5);
}

#[test]
fn landscape() {
    walk(LANDSCAPE, 21.5);
}

#[test]
fn small_portrait() {
    walk(PORTRAIT, 15.6);
}

#[test]
fn small_landscape() {
    walk(LANDSCAPE, 15.6);
}

fn faults_of(lobby: &Lobby, reading: Reading) -> Vec<String> {
    let nodes = lobby.nodes();
    let controls: Vec<Node> = nodes.iter().filter(|node| node.is_control()).cloned().collect();
    let mut faults = words(&nodes);
    faults.extend(names(&nodes, &controls));
    faults.extend(targets(&controls, lobby.mm()));
    if reading.low {
        faults.extend(reach(&controls, lobby.app.window().size().height as f32 / 2.0));
    }
    faults
}

/// Texts that are cut off, leave their control or lie over each other.
fn words(nodes: &[Node]) -> Vec<String> {
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

/// Whatever can be touched has a role, a label of its own, and no other on the screen has the same.
fn names(nodes: &[Node], controls: &[Node]) -> Vec<String> {
    let mut faults = Vec::new();
    for touch in nodes.iter().filter(|node| node.is_touchable()) {
        // The place around a field to type in is the field's.
        let widens = |control: &Node| touch.rect.contains_rect(&control.rect);
        if touch.control(nodes).is_none() && !controls.iter().any(widens) {
            faults.push(format!("something without a role can be touched at {:?}", touch.rect));
        }
    }
    let mut seen = BTreeSet::new();
    for label in controls.iter().map(Node::label) {
        if label.trim().is_empty() {
            faults.push("a control has no label".to_owned());
        } else if !seen.insert(label.clone()) {
            faults.push(format!("two controls are called «{label}»"));
        }
    }
    faults
}

fn targets(controls: &[Node], mm: f32) -> Vec<String> {
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

fn reach(controls: &[Node], half: f32) -> Vec<String> {
    let high = controls.iter().filter(|control| control.seen.min_y() < half - 1.0);
    high.map(|control| format!("«{}» is above the lower half", control.label()))
        .collect()
}

/// The words as they are drawn: the colour that fills a text's place against the one farthest from it. What is off may
/// be pale.
fn contrast(nodes: &[Node], picture: &SharedPixelBuffer<Rgba8Pixel>) -> Vec<String> {
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
        let ratio = drawn_contrast(picture, node.seen);
        if ratio < 4.5 {
            faults.push(format!("«{}» is drawn at {ratio:.1}:1", words.text));
        }
    }
    faults
}

fn drawn_contrast(picture: &SharedPixelBuffer<Rgba8Pixel>, place: LogicalRect) -> f32 {
    let lightness: [f32; 256] = std::array::from_fn(|channel| linear(channel as u8));
    let mut luminances = Vec::new();
    let columns = place.min_x().max(0.0) as u32..(place.max_x() as u32).min(picture.width());
    for y in place.min_y().max(0.0) as u32..(place.max_y() as u32).min(picture.height()) {
        for x in columns.clone() {
            let pixel = picture.as_slice()[(y * picture.width() + x) as usize];
            luminances.push(
                lightness[usize::from(pixel.r)] * 0.2126
                    + lightness[usize::from(pixel.g)] * 0.7152
                    + lightness[usize::from(pixel.b)] * 0.0722,
            );
        }
    }
    luminances.sort_by(f32::total_cmp);
    let (Some(&darkest), Some(&lightest)) = (luminances.first(), luminances.last()) else {
        return 1.0;
    };
    let paper = luminances[luminances.len() / 2];
    ratio(paper, darkest).max(ratio(paper, lightest))
}

#[test]
fn colours_can_be_read_in_every_pack() {
    for pack in PACKS {
        let lobby = Lobby::open(&Setup {
            pack,
            ..Setup::default()
        });
        for high in [false, true] {
            lobby.read(|session| session.high_contrast = high);
            let theme = lobby.app.global::<Theme>();
            let (paper, surface) = (theme.get_paper(), theme.get_surface());
            for (name, colour, ground, least) in [
                ("ink on paper", theme.get_ink(), paper, 7.0),
                ("ink on surface", theme.get_ink(), surface, 7.0),
                ("ink on what is pressed", theme.get_ink(), theme.get_pressed(), 7.0),
                ("ink on a notice", theme.get_ink(), theme.get_notice(), 7.0),
                ("soft ink on paper", theme.get_soft(), paper, 7.0),
                ("soft ink on surface", theme.get_soft(), surface, 7.0),
                ("accent on paper", theme.get_accent(), paper, 4.5),
                ("accent on surface", theme.get_accent(), surface, 4.5),
                ("words on the accent", theme.get_on_accent(), theme.get_accent(), 4.5),
                (
                    "words on the pressed accent",
                    theme.get_on_accent(),
                    theme.get_accent_pressed(),
                    4.5,
                ),
                ("frames on paper", theme.get_line(), paper, 3.0),
                ("the focus ring on paper", theme.get_focus(), paper, 3.0),
            ] {
                let contrast = ratio(of(colour), of(ground));
                assert!(
                    contrast >= least,
                    "{pack}, high contrast {high}: {name} is {contrast:.2}:1, not {least}:1"
                );
            }
        }
    }
}

fn of(colour: Color) -> f32 {
    luminance(colour.red(), colour.green(), colour.blue())
}

/// WCAG's relative luminance.
fn luminance(red: u8, green: u8, blue: u8) -> f32 {
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn linear(channel: u8) -> f32 {
    let value = f32::from(channel) / 255.0;
    if value <= 0.04045 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn ratio(one: f32, other: f32) -> f32 {
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
fn gap(one: LogicalRect, other: LogicalRect) -> f32 {
    let across = (one.min_x() - other.max_x()).max(other.min_x() - one.max_x());
    let down = (one.min_y() - other.max_y()).max(other.min_y() - one.max_y());
    across.max(down)
}

/// The one exception to the sizes above: a row of the keyboard holds more keys than a panel has room for at 20 mm with
/// 4 mm between. Its keys are 14 x 15 mm at least, 0.9 mm apart.
#[test]
fn the_keyboard() {
    const KEY: (f32, f32) = (14.0, 15.0);
    const BETWEEN: f32 = 0.9;
    for (size, diagonal) in [(PORTRAIT, 21.5), (LANDSCAPE, 21.5), (PORTRAIT, 15.6), (LANDSCAPE, 15.6)] {
        for reading in READINGS {
            if reading.low && size.0 > size.1 {
                continue;
            }
            let lobby = Lobby::open(&Setup {
                size,
                diagonal,
                ..Setup::default()
            });
            assert!(lobby.visit(Screen::Services));
            let field = lobby.nodes().into_iter().find(Node::is_field).unwrap();
            lobby.tap(&field.label());
            lobby.read(|session| {
                session.lang = reading.lang.to_owned();
                session.large = reading.large;
                session.high_contrast = reading.contrast;
                session.low_reach = reading.low;
            });
            let nodes = lobby.nodes();
            let controls: Vec<Node> = nodes.iter().filter(|node| node.is_control()).cloned().collect();
            assert!(controls.len() > 30, "the keyboard is up");
            let mut faults = words(&nodes);
            faults.extend(names(&nodes, &controls));
            faults.extend(contrast(&nodes, &lobby.picture()));
            if reading.low {
                faults.extend(reach(&controls, size.1 as f32 / 2.0));
            }
            let mm = lobby.mm();
            for (at, control) in controls.iter().enumerate() {
                let (width, height) = (control.rect.width() / mm, control.rect.height() / mm);
                if width < KEY.0 || height < KEY.1 {
                    faults.push(format!("«{}» is {width:.1} x {height:.1} mm", control.label()));
                }
                for other in &controls[at + 1..] {
                    let gap = gap(control.seen, other.seen) / mm;
                    if gap < BETWEEN {
                        faults.push(format!(
                            "«{}» and «{}» are {gap:.1} mm apart",
                            control.label(),
                            other.label()
                        ));
                    }
                }
            }
            assert!(
                faults.is_empty(),
                "{size:?} {diagonal} {reading:?}:\n{}",
                faults.join("\n")
            );
        }
    }
}

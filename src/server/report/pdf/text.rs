//! Words into lines of letters, in the typeface of the screens.

use std::sync::Arc;

use krilla::{
    color::rgb,
    text::{GlyphId, KrillaGlyph},
};
use parley::{
    FontContext, FontFamily, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty,
    layout::ContentWidths,
};
use swash::FontRef;

use super::paper::Ink;
use crate::print::typeface::{self, FAMILY, REGULAR};

/// As on the pages of staff.
pub const INK: Colour = (0x1b, 0x1b, 0x1b);
pub const SOFT: Colour = (0x47, 0x47, 0x47);
pub const LINE: Colour = (0x8c, 0x86, 0x79);
pub const HAIR: Colour = (0xd8, 0xd4, 0xc9);
pub const SURFACE: Colour = (0xf4, 0xf2, 0xed);
pub const NOTICE: Colour = (0xff, 0xf4, 0xd1);
pub const ACCENT: Colour = (0x1d, 0x4e, 0x89);
pub const PAPER: Colour = (0xff, 0xff, 0xff);

/// Red, green and blue.
pub type Colour = (u8, u8, u8);

/// How a text is set; sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    pub size: f32,
    pub is_bold: bool,
    pub colour: Colour,
    /// Of the size.
    line_height: f32,
}

impl Face {
    pub const TEXT: Self = Self::of(10.5);
    pub const CELL: Self = Self::of(9.0);
    pub const SMALL: Self = Self::of(8.0);

    pub const fn of(size: f32) -> Self {
        Self {
            size,
            is_bold: false,
            colour: INK,
            line_height: 1.35,
        }
    }

    pub const fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    pub const fn tight(self) -> Self {
        Self {
            line_height: 1.15,
            ..self
        }
    }

    pub const fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    /// The height of a line.
    pub fn line(self) -> f32 {
        self.size * self.line_height
    }
}

/// A line of letters.
#[derive(Debug, Clone)]
pub struct Line {
    pub height: f32,
    /// Without the room after its last word.
    pub width: f32,
    /// From the line's top.
    baseline: f32,
    runs: Vec<Run>,
    face: Face,
}

/// Letters that stand beside each other.
#[derive(Debug, Clone)]
pub struct Run {
    x: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// All of the text that they are a part of.
    pub text: Arc<str>,
}

impl Line {
    /// The letters, where the line's upper left corner is there.
    pub fn ink(self, x: f32, y: f32) -> Vec<Ink> {
        let Self { baseline, face, .. } = self;
        let placed = |run: Run| Ink::Letters {
            x: x + run.x,
            y: y + baseline,
            run,
            face,
        };
        self.runs.into_iter().map(placed).collect()
    }
}

pub struct Setter {
    fonts: FontContext,
    layouts: LayoutContext<()>,
}

impl Setter {
    pub fn new() -> Self {
        Self {
            fonts: typeface::fonts(),
            layouts: LayoutContext::new(),
        }
    }

    /// Lines no wider than `room`.
    pub fn lines(&mut self, text: &str, face: Face, room: f32) -> Vec<Line> {
        let text: Arc<str> = settable(text).into();
        let mut layout = self.lay_out(&text, face);
        layout.break_all_lines(Some(room));
        let mut top = 0.0;
        let mut lines = Vec::new();
        for line in layout.lines() {
            let metrics = line.metrics();
            let mut x = 0.0;
            let runs = line.runs().map(|run| {
                let (glyphs, advance) = letters(&run);
                let run = Run {
                    x,
                    glyphs,
                    text: Arc::clone(&text),
                };
                x += advance;
                run
            });
            lines.push(Line {
                runs: runs.collect(),
                height: metrics.line_height,
                width: metrics.advance - metrics.trailing_whitespace,
                baseline: metrics.baseline - top,
                face,
            });
            top += metrics.line_height;
        }
        lines
    }

    /// On one line, however long.
    pub fn line(&mut self, text: &str, face: Face) -> Line {
        let mut lines = self.lines(text, face, f32::MAX);
        let empty = Line {
            height: face.line(),
            width: 0.0,
            baseline: 0.0,
            runs: Vec::new(),
            face,
        };
        if lines.is_empty() { empty } else { lines.swap_remove(0) }
    }

    /// How wide the text's longest word is, and all of it on one line.
    pub fn widths(&mut self, text: &str, face: Face) -> ContentWidths {
        self.lay_out(&settable(text), face).calculate_content_widths()
    }

    fn lay_out(&mut self, text: &str, face: Face) -> Layout<()> {
        let weight = if face.is_bold {
            FontWeight::BOLD
        } else {
            FontWeight::NORMAL
        };
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(FontFamily::named(FAMILY));
        builder.push_default(StyleProperty::FontSize(face.size));
        builder.push_default(StyleProperty::FontWeight(weight));
        builder.push_default(LineHeight::FontSizeRelative(face.line_height));
        // A word that is wider than its place is broken rather than cut off.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        builder.build(text)
    }
}

/// The letters of a run, and how wide they are together.
fn letters(run: &parley::layout::Run<'_, ()>) -> (Vec<KrillaGlyph>, f32) {
    let size = run.font_size();
    let mut glyphs = Vec::<KrillaGlyph>::new();
    let mut width = 0.0;
    for cluster in run.visual_clusters() {
        if cluster.is_ligature_continuation() {
            if let Some(glyph) = glyphs.last_mut() {
                glyph.text_range.end = cluster.text_range().end;
            }
            continue;
        }
        for glyph in cluster.glyphs() {
            let id = GlyphId::new(glyph.id);
            let (advance, x, y) = (glyph.advance / size, glyph.x / size, glyph.y / size);
            glyphs.push(KrillaGlyph::new(id, advance, x, y, 0.0, cluster.text_range(), None));
            width += glyph.advance;
        }
    }
    (glyphs, width)
}

/// The text in letters that the typeface has: a standard for archives refuses a letter that would be drawn as an empty box.
fn settable(text: &str) -> String {
    let known = FontRef::from_index(REGULAR, 0).map(|font| font.charmap());
    let letter = |letter: char| match letter {
        // Marks that nobody sees.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        '\u{2011}' => Some('-'),
        letter if letter.is_control() => Some(' '),
        letter => {
            let is_known = known.as_ref().is_none_or(|known| known.map(letter) != 0);
            Some(if is_known { letter } else { '?' })
        }
    };
    text.chars().filter_map(letter).collect()
}

pub fn rgb((red, green, blue): Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

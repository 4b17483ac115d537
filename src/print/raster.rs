//! A sheet drawn in dots, with the typeface of the screens and nothing of the system's.

use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap,
    PositionedLayoutItem, StyleProperty, TextWrapMode, layout::GlyphRun,
};
use swash::{
    FontRef,
    scale::{Render, ScaleContext, Source},
    zeno::Format,
};

use super::{
    sheet::{Block, Paper, Sheet},
    typeface::{self, FAMILY},
};
use crate::queue::qr::QrMatrix;

/// Dots left free on each side: cheap heads are weak at their ends.
const MARGIN: usize = 8;

/// Heights of letters in dots, 8 a millimetre.
const TEXT: f32 = 28.0;
const TITLE: f32 = 34.0;

/// From this much ink on a dot is black: less than half, so that thin strokes stay.
const BLACK: u8 = 96;

/// Dots between two things.
const GAP: usize = 8;

/// Light modules on each side of a code, as the standard asks.
const QUIET_ZONE: usize = 4;
/// Dots a module has at least where the paper is wide enough, and the side in dots that a code need not exceed.
const LEAST_MODULE: usize = 4;
const CODE_SIDE: usize = 288;

/// A picture in black and white, as printers take it: row by row, the left dot in a byte's highest bit, black is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Bytes a row.
    stride: usize,
    bits: Vec<u8>,
}

impl Raster {
    /// Draws `sheet` on `paper`.
    #[must_use]
    pub fn draw(sheet: &Sheet, paper: Paper) -> Self {
        let mut pen = Pen::new(paper);
        for block in &sheet.0 {
            pen.block(block);
        }
        pen.raster
    }

    /// Dots a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.stride * 8
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.bits.len() / self.stride
    }

    #[must_use]
    pub fn is_black(&self, x: usize, y: usize) -> bool {
        self.bits[y * self.stride + x / 8] & (0x80 >> (x % 8)) != 0
    }

    /// The picture in bands of up to so many rows.
    pub fn bands(&self, rows: usize) -> impl Iterator<Item = &[u8]> {
        self.bits.chunks(self.stride * rows)
    }

    /// Bytes a row.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Makes it at least that high.
    fn reach(&mut self, height: usize) {
        if height > self.height() {
            self.bits.resize(height * self.stride, 0);
        }
    }

    /// A dot; outside of the paper's width there is none.
    fn blacken(&mut self, x: i32, y: i32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x < self.width() {
            self.reach(y + 1);
            self.bits[y * self.stride + x / 8] |= 0x80 >> (x % 8);
        }
    }
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Face {
    size: f32,
    weight: FontWeight,
    line_height: f32,
}

impl Face {
    const TEXT: Self = Self {
        size: TEXT,
        weight: FontWeight::NORMAL,
        line_height: 1.15,
    };
    const HEADING: Self = Self {
        weight: FontWeight::BOLD,
        ..Self::TEXT
    };
    const TITLE: Self = Self {
        size: TITLE,
        ..Self::HEADING
    };

    /// Digits and capitals alone: without the room below them.
    fn number(size: f32) -> Self {
        Self {
            size,
            weight: FontWeight::BOLD,
            line_height: 0.8,
        }
    }
}

/// What draws, from top to bottom.
struct Pen {
    raster: Raster,
    /// The row at which the next thing begins.
    y: usize,
    fonts: FontContext,
    layouts: LayoutContext<()>,
    scaler: ScaleContext,
}

impl Pen {
    fn new(paper: Paper) -> Self {
        Self {
            raster: Raster {
                stride: paper.dots() / 8,
                bits: Vec::new(),
            },
            y: 0,
            fonts: typeface::fonts(),
            layouts: LayoutContext::new(),
            scaler: ScaleContext::new(),
        }
    }

    /// Dots that text may take across.
    fn room(&self) -> usize {
        self.raster.width() - 2 * MARGIN
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Number(number) => self.number(number),
            Block::Title(text) => self.text(text, Face::TITLE, Alignment::Center, 0),
            Block::Centred(text) => self.text(text, Face::TEXT, Alignment::Center, 0),
            Block::Heading(text) => self.text(text, Face::HEADING, Alignment::Start, 0),
            Block::Text(text) => self.text(text, Face::TEXT, Alignment::Start, 0),
            Block::Item(text) => self.item(text),
            Block::Rule => self.rule(),
            Block::Qr(says) => self.qr(says),
        }
        self.raster.reach(self.y);
    }

    /// As large as the paper is wide.
    fn number(&mut self, number: &str) {
        let trial = 100.0;
        let measured = self.lay_out(number, Face::number(trial), f32::MAX).full_width();
        // A hair less, so that rounding never breaks the line.
        let size = trial * (self.room() as f32 - 1.0) / measured.max(1.0);
        self.text(number, Face::number(size), Alignment::Center, 0);
    }

    fn item(&mut self, text: &str) {
        let dash = self.lay_out("–  ", Face::TEXT, f32::MAX);
        self.ink(&dash, MARGIN, self.y);
        let indent = dash.full_width().ceil() as usize;
        self.text(text, Face::TEXT, Alignment::Start, indent);
    }

    fn rule(&mut self) {
        let (from, to) = (MARGIN as i32, (MARGIN + self.room()) as i32);
        self.y += GAP;
        for y in [self.y, self.y + 1] {
            (from..to).for_each(|x| self.raster.blacken(x, y as i32));
        }
        self.y += 2 + GAP;
    }

    /// Whole dots a module, so that every edge is sharp. Whoever made the payload has kept it short enough.
    fn qr(&mut self, says: &str) {
        let Ok(matrix) = QrMatrix::of(says) else { return };
        let modules = matrix.side + 2 * QUIET_ZONE;
        let fits = self.raster.width() / modules;
        let module = (CODE_SIDE / modules).max(LEAST_MODULE).min(fits);
        let left = (self.raster.width() - module * modules) / 2 + QUIET_ZONE * module;
        let top = self.y + QUIET_ZONE * module;
        for (at, _) in matrix.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (x, y) = (left + at % matrix.side * module, top + at / matrix.side * module);
            for dot in 0..module * module {
                self.raster
                    .blacken((x + dot % module) as i32, (y + dot / module) as i32);
            }
        }
        self.y += module * modules;
    }

    fn text(&mut self, text: &str, face: Face, alignment: Alignment, indent: usize) {
        let room = (self.room() - indent) as f32;
        let mut layout = self.lay_out(text, face, room);
        layout.align(alignment, AlignmentOptions::default());
        self.ink(&layout, MARGIN + indent, self.y);
        self.y += layout.height().ceil() as usize + GAP / 2;
    }

    /// Lines no wider than `room`.
    fn lay_out(&mut self, text: &str, face: Face, room: f32) -> Layout<()> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, true);
        builder.push_default(FontFamily::named(FAMILY));
        builder.push_default(StyleProperty::FontSize(face.size));
        builder.push_default(StyleProperty::FontWeight(face.weight));
        builder.push_default(LineHeight::FontSizeRelative(face.line_height));
        // A word that is wider than the paper is broken rather than cut off.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::TextWrapMode(TextWrapMode::Wrap));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(room));
        layout
    }

    fn ink(&mut self, layout: &Layout<()>, left: usize, top: usize) {
        let runs = layout.lines().flat_map(|line| line.items().collect::<Vec<_>>());
        for item in runs {
            if let PositionedLayoutItem::GlyphRun(run) = item {
                self.ink_run(&run, left, top);
            }
        }
    }

    fn ink_run(&mut self, run: &GlyphRun<'_, ()>, left: usize, top: usize) {
        let font = run.run().font();
        let Some(font) = FontRef::from_index(font.data.as_ref(), font.index as usize) else {
            return;
        };
        let mut scaler = self.scaler.builder(font).size(run.run().font_size()).hint(true).build();
        let mut render = Render::new(&[Source::Outline]);
        render.format(Format::Alpha);
        for glyph in run.positioned_glyphs() {
            let Ok(id) = u16::try_from(glyph.id) else { continue };
            let Some(image) = render.render(&mut scaler, id) else {
                continue;
            };
            let place = image.placement;
            let x = glyph.x.round() as i32 + place.left + left as i32;
            let y = glyph.y.round() as i32 - place.top + top as i32;
            for (at, alpha) in image.data.iter().enumerate() {
                if *alpha >= BLACK {
                    let (column, row) = (at as i32 % place.width as i32, at as i32 / place.width as i32);
                    self.raster.blacken(x + column, y + row);
                }
            }
        }
    }
}

//! Pages as they fill up, and what stands where in the order of reading.

use krilla::tagging::{ArtifactType, TagKind};

use super::text::{Colour, Face, Line, Run, SOFT, Setter};

/// A4, in points.
pub const PAGE: (f32, f32) = (595.276, 841.89);
/// The room at the sides; what is set has its x from there.
pub const SIDE: f32 = 51.0;
pub const WIDTH: f32 = PAGE.0 - 2.0 * SIDE;
pub const TOP: f32 = 62.0;
pub const BOTTOM: f32 = PAGE.1 - 58.0;
/// Between the lines of what is hatched.
const HATCH: f32 = 4.0;

/// Something drawn; x from the left margin, y from the top of the page.
#[derive(Debug, Clone)]
pub enum Ink {
    /// `y` is the base line's.
    Letters { x: f32, y: f32, run: Run, face: Face },
    Area {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        colour: Colour,
    },
    Stroke {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        colour: Colour,
    },
}

impl Ink {
    pub fn area((x, y, width, height): (f32, f32, f32, f32), colour: Colour) -> Self {
        Self::Area {
            x,
            y,
            width,
            height,
            colour,
        }
    }

    pub fn stroke(from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) -> Self {
        Self::Stroke {
            from,
            to,
            width,
            colour,
        }
    }

    /// The same, further down.
    pub fn lower(&self, by: f32) -> Self {
        let mut lower = self.clone();
        match &mut lower {
            Self::Letters { y, .. } | Self::Area { y, .. } => *y += by,
            Self::Stroke { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
        }
        lower
    }

    /// Lines aslant in a frame, for what is withheld.
    pub fn hatching((x, y, width, height): (f32, f32, f32, f32)) -> Vec<Self> {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        let sides = (0..4).map(|side| Self::stroke(corners[side], corners[(side + 1) % 4], 0.6, SOFT));
        let mut ink: Vec<Self> = sides.collect();
        // Each line climbs from `(x + at - height, y + height)` to `(x + at, y)`, and is cut off at the sides.
        let mut at = HATCH;
        while at < width + height {
            let (left, right) = ((at - height).max(0.0), at.min(width));
            ink.push(Self::stroke(
                (x + left, y + at - left),
                (x + right, y + at - right),
                0.8,
                SOFT,
            ));
            at += HATCH;
        }
        ink
    }
}

/// What is drawn together on a page.
#[derive(Debug, Clone)]
pub struct Mark {
    pub role: Role,
    pub ink: Vec<Ink>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Role {
    /// Read where the [`Branch::Leaf`] of that number is.
    Leaf(usize),
    /// Not read aloud.
    Aside(ArtifactType),
}

/// The order of reading.
#[derive(Debug, Clone)]
pub enum Branch {
    Leaf(usize),
    Group(TagKind, Vec<Branch>),
}

impl Branch {
    pub fn group(tag: impl Into<TagKind>, leaves: Vec<usize>) -> Self {
        Self::Group(tag.into(), leaves.into_iter().map(Self::Leaf).collect())
    }
}

/// A place that bookmarks lead to.
#[derive(Debug, Clone)]
pub struct Bookmark {
    pub title: String,
    pub page: usize,
    pub y: f32,
    pub parts: Vec<Bookmark>,
}

pub struct Paper {
    pub setter: Setter,
    pub pages: Vec<Vec<Mark>>,
    pub branches: Vec<Branch>,
    pub bookmarks: Vec<Bookmark>,
    /// Where the next thing goes on the last page.
    pub y: f32,
    leaves: usize,
}

impl Paper {
    pub fn new() -> Self {
        Self {
            setter: Setter::new(),
            pages: vec![Vec::new()],
            branches: Vec::new(),
            bookmarks: Vec::new(),
            y: TOP,
            leaves: 0,
        }
    }

    /// Begins a page where this one lacks the room.
    pub fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    /// Draws what is read there.
    pub fn inked(&mut self, ink: Vec<Ink>) -> usize {
        let leaf = self.leaves;
        self.leaves += 1;
        self.mark(Role::Leaf(leaf), ink);
        leaf
    }

    /// Draws what is not read.
    pub fn aside(&mut self, ink: Vec<Ink>) {
        self.mark(Role::Aside(ArtifactType::Layout), ink);
    }

    pub fn mark(&mut self, role: Role, ink: Vec<Ink>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Mark { role, ink });
        }
    }

    /// A text from here on, over as many pages as it takes.
    pub fn flow(&mut self, text: &str, face: Face, x: f32) -> Vec<usize> {
        let lines = self.setter.lines(text, face, WIDTH - x);
        self.put(lines, x)
    }

    /// Lines from here on; what they are on each page.
    pub fn put(&mut self, lines: Vec<Line>, x: f32) -> Vec<usize> {
        let mut leaves = Vec::new();
        let mut ink = Vec::new();
        for line in lines {
            if self.y + line.height > BOTTOM {
                if !ink.is_empty() {
                    leaves.push(self.inked(std::mem::take(&mut ink)));
                }
                self.need(line.height);
            }
            let height = line.height;
            ink.extend(line.ink(x, self.y));
            self.y += height;
        }
        if !ink.is_empty() {
            leaves.push(self.inked(ink));
        }
        leaves
    }

    pub fn mark_chapter(&mut self, title: &str) {
        let bookmark = self.here(title);
        self.bookmarks.push(bookmark);
    }

    /// In the chapter under way.
    pub fn mark_part(&mut self, title: &str) {
        let bookmark = self.here(title);
        if let Some(chapter) = self.bookmarks.last_mut() {
            chapter.parts.push(bookmark);
        }
    }

    fn here(&self, title: &str) -> Bookmark {
        Bookmark {
            title: title.to_owned(),
            page: self.pages.len() - 1,
            y: self.y,
            parts: Vec::new(),
        }
    }
}

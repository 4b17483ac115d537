//! Charts: in ink and one colour, with every value in figures.

use krilla::tagging::Tag;

use super::{
    paper::{Branch, Ink, Paper, WIDTH},
    text::{ACCENT, Face, HAIR, INK, LINE, Line, PAPER, SOFT, SURFACE},
};
use crate::{
    server::{
        chart::{Mark, bars::Bar, columns::Column, scale::Scale},
        report::{
            model::{Chart, Table},
            words,
        },
    },
    web::lang::Lang,
};

/// Where bars begin and end, and where their numbers begin.
const BARS: (f32, f32) = (WIDTH * 0.38, WIDTH * 0.8);
const NUMBERS: f32 = WIDTH * 0.82;
const BAR: f32 = 12.0;
const GAP: f32 = 6.0;

/// Columns: the words of the scale take so much at the left, the columns so much of their places, and down.
const LEFT: f32 = 36.0;
const BODY: f32 = 0.7;
const COLUMNS: f32 = 130.0;
/// What a column needs to have its number in it, and across.
const TALL: f32 = 30.0;
const LABEL: Face = Face::SMALL;

impl Paper {
    pub fn figure(&mut self, chart: &Chart, table: &Table, lang: Lang) -> Branch {
        let title = self.setter.lines(&table.title, Face::TEXT.bold().tight(), WIDTH);
        let drawn = match chart {
            Chart::Bars { bars, of_one } => self.bars(bars, *of_one),
            Chart::Columns { columns, .. } => self.columns(columns, lang),
        };
        let mut legends = Vec::new();
        if let Chart::Columns { interval, .. } = chart {
            legends.push(self.legend(Sign::Whisker, interval));
        }
        if chart.is_withheld() {
            let withheld = lang.say(
                "скрито: оценките са толкова малко, че биха могли да издадат кой ги е дал",
                "withheld: there are so few ratings that they could give away whose they are",
            );
            legends.push(self.legend(Sign::Hatching, withheld));
        }
        let heights =
            title.iter().map(|line| line.height).sum::<f32>() + legends.iter().map(|part| part.height).sum::<f32>();
        self.need(heights + drawn.height + 40.0);
        self.mark_part(&table.title);
        let title = self.put(title, 0.0);
        self.skip(6.0);
        let mut ink = Vec::new();
        for part in std::iter::once(drawn).chain(legends) {
            ink.extend(part.at(self.y));
            self.y += part.height;
        }
        let leaf = self.inked(ink);
        self.skip(8.0);
        let alt = format!("{}. {}", table.title, chart.summary(lang));
        let parts = vec![Branch::group(Tag::Caption, title), Branch::Leaf(leaf)];
        Branch::Group(Tag::Figure(Some(alt)).into(), parts)
    }

    /// A bar a line, its words before it and its number after it.
    fn bars(&mut self, bars: &[Bar], of_one: bool) -> Drawn {
        let most = bars.iter().filter_map(|bar| bar.value).fold(0.0, f64::max);
        let scale = if of_one { Scale::whole() } else { Scale::up_to(most) };
        let mut drawn = Drawn::default();
        for bar in bars {
            let label = self.setter.lines(&bar.label, Face::CELL.tight(), BARS.0 - 10.0);
            let number = self
                .setter
                .lines(&bar.shown, Face::CELL.bold().tight(), WIDTH - NUMBERS);
            let high = [&label, &number].map(|lines| lines.iter().map(|line| line.height).sum::<f32>());
            let line = high[0].max(high[1]).max(BAR);
            let top = drawn.height + (line - BAR) / 2.0;
            let rail = (BARS.0, top, BARS.1 - BARS.0, BAR);
            drawn.ink.push(Ink::area(rail, SURFACE));
            match bar.value {
                Some(value) => {
                    let width = (BARS.1 - BARS.0) * scale.part(value) as f32;
                    drawn.ink.push(Ink::area((BARS.0, top, width, BAR), ACCENT));
                }
                None => drawn.ink.extend(Ink::hatching(rail)),
            }
            let above = drawn.height;
            drawn.words(label, 0.0, above + (line - high[0]) / 2.0);
            drawn.words(number, NUMBERS, above + (line - high[1]) / 2.0);
            drawn.height += line + GAP;
        }
        drawn
    }

    /// A column a period, on a scale of shares.
    fn columns(&mut self, columns: &[Column], lang: Lang) -> Drawn {
        let scale = Scale::whole();
        let height = |value: f64| COLUMNS * (1.0 - scale.part(value) as f32) + LABEL.line() / 2.0;
        let mut drawn = Drawn::default();
        for mark in scale.marks() {
            let y = height(mark);
            drawn.ink.push(Ink::stroke(
                (LEFT, y),
                (WIDTH, y),
                0.5,
                if mark == 0.0 { LINE } else { HAIR },
            ));
            let percent = format!("{:.0}{}", mark * 100.0, lang.say("\u{a0}%", "%"));
            let word = self.setter.line(&percent, LABEL.in_colour(SOFT));
            let x = LEFT - 6.0 - word.width;
            drawn.words(vec![word], x, y - LABEL.line() / 2.0);
        }
        let base = height(0.0);
        let place = (WIDTH - LEFT) / columns.len().max(1) as f32;
        for (at, column) in columns.iter().enumerate() {
            let left = LEFT + place * (at as f32 + (1.0 - BODY) / 2.0);
            let (width, middle) = (place * BODY, left + place * BODY / 2.0);
            match column.mark {
                Mark::Shown { value, low, high } => {
                    let top = height(value);
                    drawn.ink.push(Ink::area((left, top, width, base - top), ACCENT));
                    drawn.ink.extend(whisker(middle, height(high), height(low)));
                    self.written(&mut drawn, middle, width, top, base, &words::share(lang, value));
                }
                Mark::Withheld => drawn
                    .ink
                    .extend(Ink::hatching((left, height(1.0), width, base - height(1.0)))),
                Mark::Nothing => {}
            }
            let label = self.setter.line(&column.label, LABEL);
            let x = middle - label.width / 2.0;
            drawn.words(vec![label], x, base + 3.0);
        }
        drawn.height = base + 3.0 + LABEL.line() + 4.0;
        drawn
    }

    /// The number: in the column where it fits, or else above it.
    fn written(&mut self, drawn: &mut Drawn, middle: f32, width: f32, top: f32, base: f32, number: &str) {
        let fits = base - top > TALL;
        let face = Face::of(7.5).bold();
        let line = self.setter.line(number, face.in_colour(if fits { PAPER } else { INK }));
        // Too narrow a column has its number in the table alone.
        if line.width <= width {
            let x = middle - line.width / 2.0;
            let y = if fits {
                base - face.line() - 2.0
            } else {
                top - face.line() - 8.0
            };
            drawn.words(vec![line], x, y);
        }
    }

    fn legend(&mut self, sign: Sign, words: &str) -> Drawn {
        let lines = self.setter.lines(words, LABEL.in_colour(SOFT), WIDTH - 30.0);
        let mut drawn = Drawn::default();
        match sign {
            Sign::Whisker => drawn.ink.extend(whisker(11.0, 1.0, LABEL.line() - 1.0)),
            Sign::Hatching => drawn.ink.extend(Ink::hatching((0.0, 1.0, 22.0, LABEL.line() - 3.0))),
        }
        let height: f32 = lines.iter().map(|line| line.height).sum();
        drawn.words(lines, 30.0, 0.0);
        drawn.height = height + 2.0;
        drawn
    }
}

#[derive(Clone, Copy)]
enum Sign {
    Whisker,
    Hatching,
}

/// Something drawn whose top is not yet given.
#[derive(Default)]
struct Drawn {
    ink: Vec<Ink>,
    height: f32,
}

impl Drawn {
    fn words(&mut self, lines: Vec<Line>, x: f32, mut y: f32) {
        for line in lines {
            let height = line.height;
            self.ink.extend(line.ink(x, y));
            y += height;
        }
    }

    fn at(&self, top: f32) -> impl Iterator<Item = Ink> {
        self.ink.iter().map(move |ink| ink.lower(top))
    }
}

/// From the interval's end to its other, seen on the column and beside it.
fn whisker(middle: f32, from: f32, to: f32) -> [Ink; 2] {
    [
        Ink::stroke((middle, from), (middle, to), 3.5, PAPER),
        Ink::stroke((middle, from), (middle, to), 1.2, INK),
    ]
}

impl Chart {
    fn is_withheld(&self) -> bool {
        match self {
            Self::Bars { bars, .. } => bars.iter().any(|bar| bar.value.is_none()),
            Self::Columns { columns, .. } => columns.iter().any(|column| column.mark == Mark::Withheld),
        }
    }
}

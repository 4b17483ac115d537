//! A display that nobody sees, with fingers and eyes: Xvfb, touched and looked at through the X protocol.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use x11rb::{
    connection::Connection,
    protocol::{
        xproto::{BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, MOTION_NOTIFY_EVENT},
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

/// How long anything on the screen may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Display {
    server: Child,
    /// `:7`
    pub name: String,
    connection: RustConnection,
    root: u32,
    pub width: u16,
    pub height: u16,
}

impl Display {
    /// A new display of that size.
    pub fn start(width: u16, height: u16) -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; tests/run installs it");
        let mut number = String::new();
        let output = server.stdout.take().expect("Xvfb's output");
        BufReader::new(output)
            .read_line(&mut number)
            .expect("Xvfb says its number");
        let name = format!(":{}", number.trim());
        let (connection, screen) = x11rb::connect(Some(&name)).expect("Xvfb answers");
        let root = connection.setup().roots[screen].root;
        Self {
            server,
            name,
            connection,
            root,
            width,
            height,
        }
    }

    /// What is on the screen now.
    pub fn picture(&self) -> Picture {
        let image = self
            .connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                self.root,
                0,
                0,
                self.width,
                self.height,
                u32::MAX,
            )
            .expect("the request is sent")
            .reply()
            .expect("the screen is seen");
        let pixels = image
            .data
            .chunks_exact(4)
            .map(|bgrx| [bgrx[2], bgrx[1], bgrx[0]])
            .collect();
        Picture {
            width: self.width.into(),
            height: self.height.into(),
            pixels,
        }
    }

    /// A finger comes down and goes up again.
    pub fn tap(&self, (x, y): (usize, usize)) {
        let (x, y) = (
            i16::try_from(x).expect("on the screen"),
            i16::try_from(y).expect("on the screen"),
        );
        for (event, detail) in [
            (MOTION_NOTIFY_EVENT, 0),
            (BUTTON_PRESS_EVENT, 1),
            (BUTTON_RELEASE_EVENT, 1),
        ] {
            self.connection
                .xtest_fake_input(event, detail, 0, self.root, x, y, 0)
                .expect("the request is sent");
        }
        self.connection.flush().expect("the touch is sent");
    }

    /// Looks until `found` sees what it looks for.
    pub fn wait<T>(&self, what: &str, found: impl Fn(&Picture) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            let picture = self.picture();
            if let Some(seen) = found(&picture) {
                return seen;
            }
            assert!(began.elapsed() < PATIENCE, "never seen: {what}");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Whether nothing has been drawn yet.
    pub fn is_blank(&self) -> bool {
        self.pixels.iter().all(|pixel| *pixel == self.pixels[0])
    }

    /// The texts of the QR codes in the picture.
    pub fn qr_texts(&self) -> Vec<String> {
        let mut grey = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            let [red, green, blue] = self.pixels[y * self.width + x].map(u32::from);
            u8::try_from((red * 2 + green * 5 + blue) / 8).unwrap_or(u8::MAX)
        });
        grey.detect_grids()
            .iter()
            .filter_map(|grid| grid.decode().ok().map(|(_, text)| text))
            .collect()
    }

    /// The middle of the largest stretch of one colour: what draws the eye, and the finger.
    pub fn largest(&self, colour: [u8; 3]) -> Option<(usize, usize)> {
        let rows: Vec<(usize, usize, usize)> = (0..self.height)
            .filter_map(|y| self.longest_run(y, colour).map(|(start, length)| (y, start, length)))
            .filter(|(_, _, length)| *length > self.width / 20)
            .collect();
        let blocks = rows.chunk_by(|above, below| below.0 == above.0 + 1);
        let block = blocks.max_by_key(|block| block.iter().map(|row| row.2).sum::<usize>())?;
        let (y, start, length) = block[block.len() / 2];
        Some((start + length / 2, y))
    }

    fn longest_run(&self, y: usize, colour: [u8; 3]) -> Option<(usize, usize)> {
        let row = &self.pixels[y * self.width..(y + 1) * self.width];
        let mut start = 0;
        row.chunk_by(|left, right| left == right)
            .map(|run| {
                let place = (start, run.len(), run[0]);
                start += run.len();
                place
            })
            .filter(|(_, _, run_colour)| *run_colour == colour)
            .max_by_key(|(_, length, _)| *length)
            .map(|(start, length, _)| (start, length))
    }
}

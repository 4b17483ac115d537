//! The screens against kept pictures of them. `UPDATE_PICTURES=1 cargo test -p parter-ui pictures` renews those.

use std::{
    env, fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use parter::kiosk::controllers::session::{Screen, Session};
use slint::{Rgb8Pixel, SharedPixelBuffer};

use crate::{
    harness::{Lobby, Setup},
    served,
    walk::SCREENS,
};

/// Half of the panel's pixels: letters stay readable, files small.
const PORTRAIT: (u32, u32) = (540, 960);
const LANDSCAPE: (u32, u32) = (960, 540);

/// Processors round differently: so far may a pixel's channel be off, and so many pixels of a thousand be farther.
const CHANNEL: u8 = 34;
const PER_MILLE: usize = 1;

fn check(name: &str, size: (u32, u32), read: impl Fn(&mut Session)) {
    let lobby = Lobby::open(&Setup {
        size,
        ..Setup::default()
    });
    let mut faults = Vec::new();
    for screen in SCREENS {
        assert!(lobby.visit(screen), "{screen:?}");
        lobby.read(&read);
        let picture = without_chance(&lobby);
        let file = format!("{}-{name}.png", kebab(screen));
        faults.extend(compare(&file, &picture));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pictures_portrait() {
    check("portrait", PORTRAIT, |_| {});
}

#[test]
fn pictures_landscape_english() {
    check("landscape-en", LANDSCAPE, |session| session.lang = "en".to_owned());
}

#[test]
fn pictures_large_text() {
    check("large", PORTRAIT, |session| session.large = true);
}

#[test]
fn pictures_high_contrast_low_reach() {
    check("contrast-low", PORTRAIT, |session| {
        session.high_contrast = true;
        session.low_reach = true;
    });
}

#[test]
fn pictures_of_what_was_measured() {
    for (name, size, large) in [("portrait", PORTRAIT, false), ("landscape-large", LANDSCAPE, true)] {
        let folder = tempfile::tempdir().unwrap();
        let friday = "2026-11-20T06:00:00Z".parse().unwrap();
        served::day(folder.path(), friday, &[5, 15, 25], &[2, 4, 9, 10, 11]);
        let lobby = Lobby::open_in(
            folder,
            &Setup {
                size,
                ..Setup::default()
            },
        );
        lobby.visit(Screen::Promises);
        lobby.read(|session| session.large = large);
        lobby.see("Този месец: половината от 5 посетители чакаха до 9 минути; спазено за 4 от тях");
        let fault = compare(&format!("promises-measured-{name}.png"), &without_chance(&lobby));
        assert_eq!(fault, None);
        lobby.read_on("По наредбата никой не бива да чака повече от 20 минути");
        lobby.read_on("Този месец: половината от 8 посетители чакаха до 9 минути; спазено за 7 от тях");
    }
}

/// One of sixteen levels: the files are half as large.
fn coarse(channel: u8) -> u8 {
    (channel.saturating_add(8) / 17) * 17
}

/// The picture with the one text blanked that chance makes: a rating's id.
fn without_chance(lobby: &Lobby) -> SharedPixelBuffer<Rgb8Pixel> {
    let drawn = lobby.picture();
    let (width, height) = (drawn.width(), drawn.height());
    let mut picture = SharedPixelBuffer::<Rgb8Pixel>::new(width, height);
    for (to, from) in picture.make_mut_slice().iter_mut().zip(drawn.as_slice()) {
        *to = Rgb8Pixel::new(coarse(from.r), coarse(from.g), coarse(from.b));
    }
    let id = lobby
        .kiosk
        .borrow()
        .session
        .rate
        .stored()
        .map(|rating| rating.id.to_string());
    for node in lobby.nodes() {
        if node.words().is_some_and(|words| Some(words.text) == id) {
            for y in node.seen.min_y() as u32..node.seen.max_y() as u32 {
                for x in node.seen.min_x() as u32..node.seen.max_x() as u32 {
                    picture.make_mut_slice()[(y * width + x) as usize] = Rgb8Pixel::new(128, 128, 128);
                }
            }
        }
    }
    picture
}

fn compare(file: &str, picture: &SharedPixelBuffer<Rgb8Pixel>) -> Option<String> {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/ui/pictures")
        .join(file);
    if env::var_os("UPDATE_PICTURES").is_some() {
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::write(&kept, encode(picture)).unwrap();
        return None;
    }
    let difference = match fs::read(&kept) {
        Err(error) => format!("{}: {error}", kept.display()),
        Ok(bytes) => difference(&bytes, picture)?,
    };
    let new = new_folder().join(file);
    fs::write(&new, encode(picture)).unwrap();
    Some(format!(
        "{difference}: look at {}, and renew with UPDATE_PICTURES=1",
        new.display()
    ))
}

/// What is different, if it is more than rounding.
fn difference(kept: &[u8], picture: &SharedPixelBuffer<Rgb8Pixel>) -> Option<String> {
    let mut decoder = png::Decoder::new(Cursor::new(kept));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    if (info.width, info.height) != (picture.width(), picture.height()) {
        return Some(format!("the kept picture is {} x {}", info.width, info.height));
    }
    let drawn = picture.as_bytes();
    let far = |at: usize| (0..3).any(|channel| pixels[at + channel].abs_diff(drawn[at + channel]) > CHANNEL);
    let different: Vec<usize> = (0..drawn.len())
        .step_by(3)
        .filter(|at| far(*at))
        .map(|at| at / 3)
        .collect();
    if different.len() * 1000 <= drawn.len() / 3 * PER_MILLE {
        return None;
    }
    let first = different[0];
    let (x, y) = (first % picture.width() as usize, first / picture.width() as usize);
    Some(format!("{} pixels differ, the first at {x},{y}", different.len()))
}

fn new_folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// With a palette: half the size of a file without.
fn encode(picture: &SharedPixelBuffer<Rgb8Pixel>) -> Vec<u8> {
    let mut palette: Vec<Rgb8Pixel> = Vec::new();
    let indices = picture.as_slice().iter().map(|colour| {
        let known = palette.iter().position(|known| known == colour);
        let index = known.unwrap_or_else(|| {
            palette.push(*colour);
            palette.len() - 1
        });
        u8::try_from(index).expect("a screen of sixteen levels has few colours")
    });
    let indices: Vec<u8> = indices.collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(
        palette
            .iter()
            .flat_map(|colour| [colour.r, colour.g, colour.b])
            .collect::<Vec<u8>>(),
    );
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&indices).unwrap();
    writer.finish().unwrap();
    file
}

/// «rate-more»
fn kebab(screen: Screen) -> String {
    let mut name = String::new();
    for letter in format!("{screen:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

//! What goes to the printer, taken apart by a library that is not ours; the picture that comes of it, read by a reader of
//! codes that is not ours either.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use parter::{
    packs,
    print::{escpos, raster::Raster, sheet::Paper, ticket::TicketPaper},
};

use crate::paper;

/// What npos makes of `bytes`: its names of the commands, and the picture's file.
fn taken_apart(bytes: &[u8], folder: &Path) -> (Vec<String>, PathBuf) {
    let picture = folder.join("ticket.pgm");
    let mut reader = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/print/read.cjs"))
        .arg(&picture)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is there: tests/needs installs it");
    reader.stdin.take().unwrap().write_all(bytes).unwrap();
    let said = reader.wait_with_output().unwrap();
    assert!(said.status.success(), "npos can't read it: tests/needs installs it");
    (serde_json::from_slice(&said.stdout).unwrap(), picture)
}

/// What zbar reads in a picture.
fn code_in(picture: &Path) -> String {
    let said = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sbinary"])
        .arg(picture)
        .output()
        .expect("zbarimg is there: tests/needs installs it");
    String::from_utf8(said.stdout).unwrap()
}

/// The picture as npos has seen it, as far as it is `raster`.
fn assert_same(picture: &Path, raster: &Raster) {
    let file = fs::read(picture).unwrap();
    let header = format!("P5 {} {} 255\n", raster.width(), raster.height());
    let dots = file.strip_prefix(header.as_bytes()).expect("of the raster's size");
    let ours =
        (0..raster.width() * raster.height()).map(|at| raster.is_black(at % raster.width(), at / raster.width()));
    assert!(
        dots.iter().map(|dot| *dot == 0).eq(ours),
        "every dot arrives as it was drawn"
    );
}

#[test]
fn a_ticket_is_one_picture_and_a_cut_and_its_code_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let page = "https://opashka.kustendil.bg/t/7F3K9QW10M4D?k=k7qm3x9p";
    for name in ["kyustendil", "plovdiv"] {
        let pack = packs::load(name).unwrap();
        let visit = paper::visit(&pack, Some(&paper::longest(&pack, "bg")));
        let text = paper::qr_text(&pack, &visit, "bg");
        for (paper, says) in [
            (Paper::Mm58, page),
            (Paper::Mm80, page),
            (Paper::Mm58, &text),
            (Paper::Mm80, &text),
        ] {
            let sheet = TicketPaper {
                has_page: says == page,
                ..paper::paper(&pack, &visit, says, "bg")
            };
            let raster = Raster::draw(&sheet.sheet(), paper);
            let (commands, picture) = taken_apart(&escpos::bytes(&raster).unwrap(), folder.path());

            let (first, rest) = commands.split_first().unwrap();
            let (last, rest) = rest.split_last().unwrap();
            let (before_last, bands) = rest.split_last().unwrap();
            assert_eq!([first, before_last, last], ["ESC @", "ESC d", "GS V"]);
            assert_eq!(bands.len(), raster.height().div_ceil(240));
            assert!(bands.iter().all(|band| band == "GS v0"), "nothing as text: {bands:?}");

            assert_same(&picture, &raster);
            assert_eq!(code_in(&picture).trim_end_matches('\n'), says, "{name}, {paper:?}");
        }
    }
}

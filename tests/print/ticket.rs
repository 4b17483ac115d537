//! The ticket on paper: what it says, that nothing of it is cut off, and that its code can be read.

use std::{env, fs, io::Cursor, path::Path};

use parter::{
    content::{Pack, service::Service},
    packs,
    print::{
        raster::Raster,
        sheet::{Block, Paper, Sheet},
        ticket::TicketPaper,
    },
};

use crate::paper;

const PAPERS: [Paper; 2] = [Paper::Mm58, Paper::Mm80];

/// Dots that stay white on each side.
const MARGIN: usize = 8;

/// Reads the codes of a picture, as a phone would.
fn codes(raster: &Raster) -> Vec<String> {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(raster.width(), raster.height(), |x, y| {
        if raster.is_black(x, y) { 0 } else { 255 }
    });
    let grids = image.detect_grids();
    grids.iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// Whether no dot stands on the paper's edges, where something would be cut off.
fn is_within_margins(raster: &Raster) -> bool {
    let at_edge = |x: &usize| *x < MARGIN || *x >= raster.width() - MARGIN;
    let mut edges = (0..raster.height()).flat_map(|y| (0..raster.width()).filter(at_edge).map(move |x| (x, y)));
    !edges.any(|(x, y)| raster.is_black(x, y))
}

/// How far up and down, and how far across, there is ink from row `from` on to row `to`.
fn ink_across(raster: &Raster, from: usize, to: usize) -> usize {
    let inked = (0..raster.width()).filter(|x| (from..to).any(|y| raster.is_black(*x, y)));
    let (first, last) = inked.fold((usize::MAX, 0), |(first, last), x| (first.min(x), last.max(x)));
    last + 1 - first
}

#[test]
fn the_longest_ticket_of_every_pack_fits_both_papers_in_both_languages() {
    for name in packs::builtin::names() {
        let pack = packs::load(name).unwrap();
        for lang in ["bg", "en"] {
            let visit = paper::visit(&pack, Some(&paper::longest(&pack, lang)));
            let says = paper::qr_text(&pack, &visit, lang);
            let sheet = paper::paper(&pack, &visit, &says, lang).sheet();
            for paper in PAPERS {
                let raster = Raster::draw(&sheet, paper);
                assert_eq!(raster.width(), paper.dots());
                assert!(is_within_margins(&raster), "{name}, {lang}, {paper:?}");
                assert_eq!(codes(&raster), [says.as_str()], "{name}, {lang}, {paper:?}");
            }
        }
    }
}

#[test]
fn a_word_wider_than_the_paper_is_broken_and_not_cut_off() {
    let word = "Щ".repeat(60);
    let blocks =
        [Block::Title, Block::Centred, Block::Heading, Block::Text, Block::Item].map(|block| block(word.clone()));
    for paper in PAPERS {
        for block in &blocks {
            let one_line = Raster::draw(&Sheet(vec![Block::Text("Щ".to_owned())]), paper).height();
            let raster = Raster::draw(&Sheet(vec![block.clone()]), paper);
            assert!(is_within_margins(&raster), "{block:?}");
            assert!(raster.height() > 2 * one_line, "{block:?}");
        }
    }
}

#[test]
fn the_number_is_as_wide_as_the_paper_whatever_it_is() {
    for number in ["А\u{a0}012", "Ш\u{a0}1234", "Е\u{a0}001"] {
        for paper in PAPERS {
            let raster = Raster::draw(&Sheet(vec![Block::Number(number.to_owned())]), paper);
            let room = paper.dots() - 2 * MARGIN;
            let across = ink_across(&raster, 0, raster.height());
            assert!(is_within_margins(&raster), "{number}");
            assert!(across * 100 >= room * 93, "{number}: {across} of {room} dots");
        }
    }
}

#[test]
fn a_code_has_whole_modules_of_at_least_half_a_millimetre_and_room_around_it() {
    for (paper, says) in [
        (
            Paper::Mm58,
            "https://opashka.kustendil.bg/t/7F3K9QW10M4D?k=k7qm3x9p".to_owned(),
        ),
        (Paper::Mm80, "а".repeat(500)),
    ] {
        let raster = Raster::draw(&Sheet(vec![Block::Qr(says.clone())]), paper);
        let black = |x: usize, y: usize| raster.is_black(x, y);
        let top = (0..raster.height())
            .find(|y| (0..raster.width()).any(|x| black(x, *y)))
            .unwrap();
        let left = (0..raster.width()).find(|x| black(*x, top)).unwrap();
        // The upper side of the finder: seven modules.
        let module = (left..).take_while(|x| black(*x, top)).count() / 7;
        assert!(module >= 4, "{module} dots");
        assert!(left >= 4 * module && top >= 4 * module);
        // Of one colour, each of them.
        let side = (raster.width() - 2 * left) / module;
        for at in 0..side * side {
            let (x, y) = (left + at % side * module, top + at / side * module);
            let dots = (0..module * module).map(|dot| black(x + dot % module, y + dot / module));
            assert!(dots.clone().all(|dot| dot) || dots.clone().all(|dot| !dot));
        }
        assert_eq!(codes(&raster), [says]);
    }
}

#[test]
fn the_paper_says_what_the_screen_has_said() {
    let mut pack = packs::load("kyustendil").unwrap();
    let has_all =
        |service: &Service| service.evidence.len() > 1 && !service.tiers.is_empty() && !service.fees.is_empty();
    let at = pack.services.iter().position(has_all).unwrap();
    pack.services[at].evidence[1].ex_officio = true;
    let service = &pack.services[at];
    let visit = paper::visit(&pack, Some(service));
    let said = paper::words(&paper::paper(&pack, &visit, "", "bg").sheet());
    for line in [
        "Община Кюстендил",
        "Вашият номер",
        &visit.ticket.number.to_string(),
        pack.queues.queue(&visit.queue).unwrap().name.get("bg"),
        service.name.get("bg"),
        "Издаден в 10:15, 5 ноември 2026\u{a0}г.",
        "Пред вас: 3\u{a0}души",
        "Чакане: около 10–20\u{a0}минути",
        "Носете със себе си:",
        &format!("Срок: {} (непотвърдено)", service.tiers[0].text.get("bg")),
        "лв. (непотвърдено, отпреди еврото)",
    ] {
        assert!(said.contains(line), "{line}\n---\n{said}");
    }
    for document in &service.evidence {
        assert_eq!(said.contains(document.name.get("bg")), !document.ex_officio);
    }
}

#[test]
fn what_is_not_known_is_said_or_left_out() {
    let pack = packs::load("kyustendil").unwrap();
    let visit = paper::visit(&pack, None);
    let paper = paper::paper(&pack, &visit, "", "bg");
    let few = paper::before();

    let no_wait = Some(paper::Before { wait: None, ..few });
    let said = paper::words(
        &TicketPaper {
            before: no_wait,
            ..paper
        }
        .sheet(),
    );
    assert!(said.contains("Чакане: няма достатъчно данни"), "{said}");
    assert!(
        !said.contains("Срок") && !said.contains("Такса"),
        "no service, none of its terms"
    );

    let uncalled = Some(paper::Before {
        called_today: false,
        people: 1,
        ..few
    });
    let said = paper::words(
        &TicketPaper {
            before: uncalled,
            ..paper
        }
        .sheet(),
    );
    assert!(said.contains("Издадени днес преди вашия: 1\u{a0}билет\n"), "{said}");

    let nobody = Some(paper::Before { people: 0, ..few });
    let said = paper::words(
        &TicketPaper {
            before: nobody,
            ..paper
        }
        .sheet(),
    );
    assert!(
        said.contains("Няма чакащи пред вас") && !said.contains("Чакане"),
        "{said}"
    );

    let unknown = TicketPaper {
        before: None,
        issued: None,
        ..paper
    };
    let said = paper::words(&unknown.sheet());
    assert!(!said.contains("Пред вас") && !said.contains("Издаден"), "{said}");
}

#[test]
fn the_paper_speaks_english_too() {
    let pack = packs::load("plovdiv").unwrap();
    let visit = paper::visit(&pack, Some(&pack.services[0]));
    let paper = TicketPaper {
        has_page: true,
        ..paper::paper(&pack, &visit, "https://queue.example.bg/t/7F3K9QW10M4D", "en")
    };
    let said = paper::words(&paper.sheet());
    for line in [
        "Your number",
        "Issued at 10:15, 5 November 2026",
        "Before you: 3\u{a0}people",
        "from your phone",
    ] {
        assert!(said.contains(line), "{line}\n---\n{said}");
    }
}

/// `UPDATE_PICTURES=1 cargo test --test print ticket::pictures` renews those that are kept.
#[test]
fn pictures() {
    let kept = |name: &str, pack: &Pack, service: Option<usize>, has_page: bool, paper: Paper, lang: &str| {
        let longest = paper::longest(pack, lang);
        let service = service.map_or(&longest, |at| &pack.services[at]);
        let visit = paper::visit(pack, Some(service));
        let text = paper::qr_text(pack, &visit, lang);
        let says = if has_page {
            "https://queue.example.bg/t/7F3K9QW10M4D"
        } else {
            &text
        };
        let sheet = TicketPaper {
            has_page,
            ..paper::paper(pack, &visit, says, lang)
        };
        let raster = Raster::draw(&sheet.sheet(), paper);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/print/pictures")
            .join(name);
        let picture = png_of(&raster);
        if env::var_os("UPDATE_PICTURES").is_some() {
            fs::write(&path, &picture).unwrap();
        }
        assert!(
            dots_of(&fs::read(&path).unwrap()) == dots_of(&picture),
            "{name} has changed: look at it, then renew it"
        );
    };
    let (kyustendil, plovdiv) = (packs::load("kyustendil").unwrap(), packs::load("plovdiv").unwrap());
    kept("longest-80.png", &kyustendil, None, false, Paper::Mm80, "bg");
    kept("longest-58.png", &plovdiv, None, false, Paper::Mm58, "bg");
    kept("page-80-en.png", &plovdiv, Some(0), true, Paper::Mm80, "en");
    kept("page-58.png", &kyustendil, Some(0), true, Paper::Mm58, "bg");
}

fn png_of(raster: &Raster) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width() as u32, raster.height() as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let white: Vec<u8> = raster.bands(1).flatten().map(|byte| !byte).collect();
    encoder.write_header().unwrap().write_image_data(&white).unwrap();
    bytes
}

/// The size of a picture and its dots, however they are packed.
fn dots_of(picture: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(picture)).read_info().unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut dots).unwrap();
    (reader.info().width, reader.info().height, dots)
}

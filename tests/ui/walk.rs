//! Walks every screen on every panel, page by page, and measures what must hold on all of them.

use std::collections::BTreeSet;

use parter::{
    kiosk::{
        adapters::notice::{self, Notice as Shown},
        controllers::{appointment::CheckInState, session::Screen, ticket::Taking},
    },
    machine::call::Call,
    queue::paper::{PrintFault, PrintState},
    store::Pairing,
    sync::{SyncError, SyncStatus, Watch},
};
use parter_ui::Notice;
use slint::{ComponentHandle, PhysicalSize};

use crate::{
    harness::{AFTER_CLOSING, EVENING, LANDSCAPE, Lobby, MORNING, PORTRAIT, Setup},
    measure::{contrast, names, reach, targets, wordless, words},
    tree::{Node, all, nodes, on_top},
};

pub const PACKS: [&str; 5] = ["kyustendil", "peshtera", "samokov", "kostinbrod", "plovdiv"];
/// The screens that stand; the walk comes to each as a visitor does.
pub const SCREENS: [Screen; 29] = [
    Screen::Home,
    Screen::Queues,
    Screen::TicketCheck,
    Screen::TicketIssued,
    Screen::Appointment,
    Screen::Services,
    Screen::ServiceGroup,
    Screen::Service,
    Screen::Charter,
    Screen::CharterSection,
    Screen::Promises,
    Screen::Errata,
    Screen::Improvements,
    Screen::CharterSearch,
    Screen::Rate,
    Screen::RateMore,
    Screen::RateThanks,
    Screen::Complaint,
    Screen::ComplaintNamed,
    Screen::Contacts,
    Screen::Telephone,
    Screen::Pin,
    Screen::Staff,
    Screen::StaffQueues,
    Screen::StaffPapers,
    Screen::StaffCounters,
    Screen::StaffPairing,
    Screen::StaffCode,
    Screen::StaffLog,
];

/// Its name, and how the kiosk comes to it.
type State = (&'static str, fn(&Lobby));

/// What a visitor may find on them beside the ordinary.
const STATES: [State; 22] = [
    ("a code of digits", |lobby| {
        lobby.expect("17");
        lobby.visit(Screen::Appointment);
        lobby.type_code("17");
    }),
    ("a day with appointments", |lobby| {
        lobby.visit(Screen::Queues);
    }),
    ("a code of an appointment that nobody has", |lobby| {
        lobby.expect("K7Q2");
        lobby.visit(Screen::Appointment);
        lobby.type_code("WWWWMMWWWW");
        lobby.kiosk.borrow_mut().check_in();
        lobby.wait_for(|kiosk| kiosk.session.check_in.state == CheckInState::Unknown);
    }),
    ("the ticket of an appointment", |lobby| {
        lobby.visit(Screen::Appointment);
        lobby.type_code("17");
        lobby.kiosk.borrow_mut().check_in();
        lobby.wait_for(|kiosk| kiosk.session.screen() == Screen::TicketIssued);
    }),
    ("a ticket that is being printed", |lobby| {
        lobby.print_ticket(PrintState::Queued)
    }),
    ("a ticket that could not be printed", |lobby| {
        lobby.print_ticket(PrintState::Failed(PrintFault::OutOfPaper));
    }),
    ("a ticket that may have been printed", |lobby| {
        lobby.print_ticket(PrintState::Unknown)
    }),
    ("a printer that staff have tried", |lobby| {
        lobby.print_ticket(PrintState::Printed);
        lobby.visit(Screen::Staff);
        lobby.kiosk.borrow_mut().try_printer();
        lobby.settle();
    }),
    ("a ticket that failed", |lobby| {
        lobby.visit(Screen::TicketCheck);
        lobby.kiosk.borrow_mut().session.ticket.taking = Taking::Failed;
        lobby.settle();
    }),
    ("services found", |lobby| {
        lobby.visit(Screen::Services);
        lobby.kiosk.borrow_mut().search_services("удостоверение");
        lobby.settle();
    }),
    ("no service found", |lobby| {
        lobby.visit(Screen::Services);
        lobby.kiosk.borrow_mut().search_services("жжж");
        lobby.settle();
    }),
    ("no words found", |lobby| {
        lobby.visit(Screen::CharterSearch);
        lobby.kiosk.borrow_mut().search_charter("жжж");
        lobby.settle();
    }),
    ("the idle warning", |lobby| {
        lobby.visit(Screen::Contacts);
        lobby.kiosk.borrow_mut().touched();
        lobby.advance(46);
    }),
    ("a wrong PIN", |lobby| {
        lobby.visit(Screen::Pin);
        lobby.kiosk.borrow_mut().check_pin();
        lobby.wait_for(|kiosk| kiosk.session.staff.refused);
    }),
    ("too many wrong PINs", |lobby| {
        lobby.visit(Screen::Pin);
        while lobby.kiosk.borrow().pin_pause().is_none() {
            lobby.kiosk.borrow_mut().type_digit(1);
            lobby.kiosk.borrow_mut().check_pin();
            lobby.wait_for(|kiosk| !kiosk.checks_pin());
        }
        lobby.advance(1);
    }),
    ("a kiosk that was revoked", |lobby| {
        // Beyond the pause of the state before.
        lobby.advance(60);
        lobby.kiosk.borrow_mut().enrol_by(|_| {});
        let since = lobby.kiosk.borrow().clock.now();
        let why = SyncError::Unreachable("no route".to_owned());
        lobby.kiosk.borrow_mut().server = Watch::standing(SyncStatus::Revoked { since, why }, None);
        lobby.visit(Screen::Staff);
    }),
    ("a code that is typed", |lobby| {
        lobby.visit(Screen::StaffCode);
        let mut kiosk = lobby.kiosk.borrow_mut();
        kiosk.type_code("k7qm-3x9p-2wd4-r0ab");
        kiosk.send_code();
        drop(kiosk);
        lobby.settle();
    }),
    ("a pairing that is to be ended", |lobby| {
        lobby.visit(Screen::StaffPairing);
        let mut kiosk = lobby.kiosk.borrow_mut();
        kiosk.session.staff.pairing.page = Some(None);
        kiosk.ask_to_end(Some(1));
        drop(kiosk);
        lobby.settle();
    }),
    ("a pairing code that was used", |lobby| {
        lobby.visit(Screen::StaffPairing);
        let mut kiosk = lobby.kiosk.borrow_mut();
        let pairings = kiosk.session.staff.pairing.pairings.as_mut().unwrap();
        let id = 1 + pairings.iter().map(|pairing| pairing.id).max().unwrap();
        let new = Pairing {
            id,
            ..pairings[0].clone()
        };
        pairings.push(new);
        drop(kiosk);
        lobby.settle();
    }),
    ("queues that are paused, for staff", |lobby| {
        lobby.visit(Screen::StaffQueues);
        lobby.kiosk.borrow_mut().set_all_paused(true);
        lobby.settle();
    }),
    ("queues that are paused", |lobby| {
        lobby.visit(Screen::Queues);
    }),
    ("no connection", |lobby| {
        lobby.visit(Screen::Home);
        let since = lobby.kiosk.borrow().clock.now();
        let why = SyncError::Unreachable("no route".to_owned());
        lobby.kiosk.borrow_mut().server = Watch::standing(SyncStatus::Offline { since, why }, None);
        lobby.settle();
    }),
];

/// Nobody turns more.
const MOST_PAGES: usize = 60;

/// Screens that read otherwise while the office is closed.
const CLOSED: [Screen; 5] = [
    Screen::Home,
    Screen::Queues,
    Screen::TicketCheck,
    Screen::ComplaintNamed,
    Screen::Contacts,
];

/// How a visitor reads.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub lang: &'static str,
    pub large: bool,
    pub contrast: bool,
    pub low: bool,
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
pub const READINGS: [Reading; 7] = [
    reading("bg", false, false, false),
    reading("en", false, false, false),
    reading("bg", true, false, false),
    reading("en", true, false, false),
    reading("bg", false, true, false),
    reading("bg", false, false, true),
    reading("bg", true, false, true),
];

impl Reading {
    pub fn apply(self, lobby: &Lobby) {
        lobby.read(|session| {
            session.lang = self.lang.to_owned();
            session.large = self.large;
            session.high_contrast = self.contrast;
            session.low_reach = self.low;
        });
    }

    /// As the kiosk is for one who has changed nothing.
    fn is_plain(self) -> bool {
        !self.large && !self.contrast && !self.low
    }
}

/// Looks at what a pack brings the kiosk to, in every reading, and collects the faults.
struct Walk {
    panel: Setup,
    faults: BTreeSet<String>,
}

impl Walk {
    fn through(size: (u32, u32), diagonal: f32) {
        let mut walk = Self {
            panel: Setup {
                size,
                diagonal,
                ..Setup::default()
            },
            faults: BTreeSet::new(),
        };
        for pack in PACKS {
            walk.pack(pack);
        }
        let list: Vec<_> = walk.faults.iter().map(String::as_str).collect();
        assert!(list.is_empty(), "{} faults:\n{}", list.len(), list.join("\n"));
    }

    fn pack(&mut self, pack: &'static str) {
        let open = |at| {
            Lobby::open(&Setup {
                pack,
                at,
                ..self.panel.clone()
            })
        };
        let (morning, after, evening) = (open(MORNING), open(AFTER_CLOSING), open(EVENING));
        for screen in SCREENS {
            if morning.visit(screen) {
                self.look(pack, &format!("{screen:?}"), &morning);
            } else {
                assert_ne!(pack, PACKS[0], "the first pack has {screen:?}");
            }
        }
        for screen in CLOSED {
            if evening.visit(screen) {
                self.look(pack, &format!("{screen:?}, closed"), &evening);
            }
        }
        let serves_on = after.kiosk.borrow().serves_on_until().is_some();
        for screen in CLOSED.into_iter().filter(|_| serves_on) {
            if after.visit(screen) {
                self.look(pack, &format!("{screen:?}, those present are served on"), &after);
            }
        }
        for (state, bring) in STATES {
            bring(&morning);
            self.look(pack, state, &morning);
            morning.kiosk.borrow_mut().forget();
        }
    }

    /// Every page of one place, in every reading.
    fn look(&mut self, pack: &str, place: &str, lobby: &Lobby) {
        let lying = self.panel.size.0 > self.panel.size.1;
        // The packs differ in their words; with the first one it is known what contrast and low reach do to a screen.
        let first = pack == PACKS[0];
        let tells = |reading: &Reading| !(reading.low && lying) && (first || !reading.contrast && !reading.low);
        for reading in READINGS.into_iter().filter(tells) {
            reading.apply(lobby);
            assert!(
                (0..MOST_PAGES).any(|_| !lobby.page_up()),
                "{place}, {pack}, {reading:?}: no way up"
            );
            let mut page = 1;
            let mut found = self.faults_of(pack, lobby, reading, page);
            if first || reading.lang == "bg" {
                while page <= MOST_PAGES && lobby.page_down() {
                    page += 1;
                    found.extend(self.faults_of(pack, lobby, reading, page));
                }
                if page > MOST_PAGES {
                    found.push("too little of the page is seen at once".to_owned());
                } else {
                    found.extend(out_of_reach(lobby));
                }
            }
            for fault in found {
                self.faults.insert(format!("{place}, {pack}, {reading:?}: {fault}"));
            }
        }
    }

    fn faults_of(&self, pack: &str, lobby: &Lobby, reading: Reading, page: usize) -> Vec<String> {
        let nodes = on_top(lobby.nodes());
        let controls: Vec<Node> = nodes.iter().filter(|node| node.is_control()).cloned().collect();
        let mut faults = words(&nodes);
        faults.extend(names(&nodes, &controls));
        faults.extend(wordless(&nodes, &controls));
        faults.extend(targets(&controls, lobby.mm()));
        if reading.low {
            faults.extend(reach(&controls, self.panel.size.1 as f32 / 2.0));
        }
        // Colours do not depend on the panel or on the page's place, but on the pack, which has its accent.
        let first = pack == PACKS[0] && (page == 1 || reading.is_plain());
        if first || (self.panel.size == PORTRAIT && reading.is_plain() && reading.lang == "bg") {
            faults.extend(contrast(&nodes, &lobby.picture()));
        }
        faults
    }
}

/// The texts that no turning of the page brings into sight.
fn out_of_reach(lobby: &Lobby) -> Vec<String> {
    let nodes = on_top(all(lobby.app.window()));
    let below = |node: &Node| {
        let words = node.words()?;
        let page = node.around(&nodes, Node::is_scrolled_page)?;
        let is_below = node.rect.max_y() > page.rect.max_y() + 1.0;
        is_below.then(|| format!("«{}» is below the end of its page", words.text))
    };
    nodes.iter().filter_map(below).collect()
}

#[test]
fn portrait() {
    Walk::through(PORTRAIT, 21.5);
}

#[test]
fn landscape() {
    Walk::through(LANDSCAPE, 21.5);
}

#[test]
fn small_portrait() {
    Walk::through(PORTRAIT, 15.6);
}

#[test]
fn small_landscape() {
    Walk::through(LANDSCAPE, 15.6);
}

/// It stands in for a pack that can't be read, so it knows no reading aids and no language.
#[test]
fn out_of_service_can_be_read_on_every_panel() {
    // A lobby brings the platform of tests.
    let _lobby = Lobby::kyustendil();
    for size in [PORTRAIT, LANDSCAPE, (1024, 768)] {
        let notice = Notice::new().unwrap();
        notice.window().set_size(PhysicalSize::new(size.0, size.1));
        notice.show().unwrap();
        let nodes = nodes(notice.window());
        let mut faults = words(&nodes);
        faults.extend(contrast(&nodes, &notice.window().take_snapshot().unwrap()));
        assert!(faults.is_empty(), "{size:?}: {}", faults.join("\n"));
        let read: Vec<String> = nodes.iter().filter_map(|node| Some(node.words()?.text)).collect();
        assert_eq!(
            read,
            [
                "Този екран временно не работи.",
                "Моля, обърнете се към служител.",
                "This screen is out of service. Please ask a member of staff."
            ]
        );
    }
}

/// What a machine shows before it is set up: by the panel's millimetres, with as many faults as fit.
#[test]
fn notices_can_be_read_on_every_panel() {
    let _lobby = Lobby::kyustendil();
    let fault = "ред 17: server.url: „queue.example.bg“ не е възможно; напишете адрес с https://, например \"https://queue.example.bg\"";
    let kinds = [
        Shown::InsertStick,
        Shown::SetupErrors(vec![fault.to_owned(); 20]),
        Shown::SetupErrors(vec![fault.to_owned()]),
        Shown::TakeStickOut(vec![fault.to_owned(); 2]),
        Shown::SetupDone,
        Shown::OutOfService(Some(Call {
            telephone: "078 123 456".to_owned(),
            name: Some("Информационно обслужване на общината".to_owned()),
        })),
    ];
    for (size, diagonal) in [PORTRAIT, LANDSCAPE]
        .into_iter()
        .flat_map(|size| [(size, 21.5), (size, 15.6)])
    {
        for kind in &kinds {
            let window = Notice::new().unwrap();
            window.window().set_size(PhysicalSize::new(size.0, size.1));
            notice::fill(&window, kind, diagonal);
            window.show().unwrap();
            let nodes = nodes(window.window());
            let mut faults = words(&nodes);
            faults.extend(contrast(&nodes, &window.window().take_snapshot().unwrap()));
            assert!(faults.is_empty(), "{size:?} {diagonal}: {}", faults.join("\n"));
        }
    }
}

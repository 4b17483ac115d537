//! The colours of every pack against what they lie on.

use parter_ui::Theme;
use slint::{Color, ComponentHandle};

use crate::{
    harness::{Lobby, Setup},
    measure::{luminance, ratio},
    walk::PACKS,
};

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

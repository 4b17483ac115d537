//! When the on-screen keyboard is up, and what its keys do. What is typed belongs to the screen with the field.

use super::{
    keyboard::{Key, Keyboard, Layout, Press},
    session::{Screen, Session},
};

impl Session {
    /// A field was touched. The keyboard comes as this visitor left it, or with the letters of their language.
    pub fn start_typing(&mut self) {
        let first = match self.screen() {
            // Codes are in Latin letters.
            Screen::StaffCode => Keyboard::new(Layout::Latin),
            _ => Keyboard::for_language(&self.lang),
        };
        self.keyboard.get_or_insert(first);
        self.typing_on = Some(self.screen());
    }

    pub fn stop_typing(&mut self) {
        self.typing_on = None;
    }

    /// The keyboard, while the screen that is up is being typed on.
    #[must_use]
    pub fn open_keyboard(&self) -> Option<&Keyboard> {
        self.keyboard.as_ref().filter(|_| self.typing_on == Some(self.screen()))
    }

    /// Takes the press of the key at `index`, counted from the top left; what comes back goes to the focused field.
    pub fn press_key(&mut self, index: usize) -> Option<Press> {
        let keyboard = self.keyboard.as_mut()?;
        let key: Key = keyboard.rows().into_iter().flatten().nth(index)?;
        keyboard.press(&key)
    }
}

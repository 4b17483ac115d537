//! An enrolment code, typed at the screen.

use std::str::FromStr;

use tracing::info;

use crate::{kiosk::controllers::kiosk::Kiosk, protocol::secret::EnrolmentCode, sync::SyncStatus};

/// Takes a code to sync.
pub type Enrol = Box<dyn Fn(EnrolmentCode)>;

impl Kiosk {
    /// Whether a code would be of use.
    #[must_use]
    pub fn wants_code(&self) -> bool {
        let shut_out = matches!(
            self.server.status(),
            SyncStatus::NotEnrolled { .. } | SyncStatus::Revoked { .. }
        );
        shut_out && self.enrol.is_some()
    }

    /// The code that is typed, once it is one.
    #[must_use]
    pub fn typed_code(&self) -> Option<EnrolmentCode> {
        EnrolmentCode::from_str(&self.session.staff.code).ok()
    }

    pub fn type_code(&mut self, text: &str) {
        text.clone_into(&mut self.session.staff.code);
    }

    /// Hands the code over. What becomes of it shows in how the server stands.
    pub fn send_code(&mut self) {
        let Some(code) = self.typed_code().filter(|_| self.session.staff.unlocked) else {
            return;
        };
        if let Some(enrol) = &self.enrol {
            info!("staff have typed an enrolment code");
            enrol(code.clone());
            self.session.staff.sent = Some(code);
            self.session.stop_typing();
        }
    }
}

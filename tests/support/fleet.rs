//! Many kiosks of one municipality, as the server knows them.

use chrono::Utc;
use parter::{
    protocol::secret::{EnrolmentCode, Token},
    server::store::{
        Store,
        audit::Actor,
        devices::{Attempt, Enrolment, NewDevice, Offer},
    },
};
use rand::{SeedableRng, rngs::StdRng};

/// So many kiosks, each with a lobby of its own: the municipality's id and the kiosk's number.
pub async fn enrol(store: &dyn Store, municipality: &str, many: usize) -> Vec<Token> {
    let now = Utc::now();
    let mut rng = StdRng::seed_from_u64(7);
    let mut tokens = Vec::new();
    for n in 0..many {
        let code = EnrolmentCode::random(&mut rng);
        let offer = Offer {
            name: code.offer().to_owned(),
            sha256: code.hash(),
        };
        let new = NewDevice {
            id: format!("DEV{n:05}"),
            name: format!("kiosk {n}"),
            municipality: municipality.to_owned(),
        };
        store
            .create_device(&new, &offer, &Actor::CommandLine, now)
            .await
            .unwrap();
        let token = Token::random(&mut rng);
        let attempt = Attempt {
            offer,
            municipality: municipality.to_owned(),
            lobby: format!("{municipality}/{n}"),
            program: "test".to_owned(),
            token: token.hash(),
        };
        let done = store.enrol(&attempt, now).await.unwrap();
        assert!(matches!(done, Enrolment::Done(_)), "{done:?}");
        tokens.push(token);
    }
    tokens
}

//! What kiosks and the central server say to each other, and the kiosks of one lobby ([`hub`]). Types alone: no IO, no clock.
//!
//! To the central server:
//!
//! Every request and every answer carries the header [`version::HEADER`]. An answer counts only with the one status that
//! its call expects, that header and a body of the expected form: a captive portal's 200, a proxy's page and a redirect
//! are failures.
//!
//! | call | body | success | answer |
//! |---|---|---|---|
//! | `POST /api/v1/enrol` | [`EnrolRequest`](enrolment::EnrolRequest) | 201 | [`Enrolled`](enrolment::Enrolled) |
//! | `POST /api/v1/batches` | [`Batch`](batch::Batch) | 207 | [`BatchAnswer`](batch::BatchAnswer) |
//! | `POST /api/v1/token` | nothing | 201 | [`NewToken`](enrolment::NewToken) |
//! | `GET /api/v1/content` | nothing | 200, 204 or 304 | [`Published`](content::Published), where there is news |
//! | `GET /api/v1/objects/{sha256}` | nothing | 200, or 206 from a byte on | the file's bytes |
//! | `GET /api/v1/images/{version}/{file}` | nothing | 200, or 206 for a range | a file of an [`ImageOffer`](image::ImageOffer) |
//! | `POST /api/v1/logs/{request}` | [`logs`] | 201 | nothing |
//!
//! All but the first need the device's token: `Authorization: Bearer …`. A refusal has a [`Refusal`](refusal::Refusal)
//! for its body.

pub mod batch;
pub mod content;
pub mod enrolment;
pub mod heartbeat;
pub mod hub;
pub mod image;
pub mod logs;
pub mod record;
pub mod refusal;
pub mod secret;
pub mod version;

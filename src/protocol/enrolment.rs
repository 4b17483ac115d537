//! How a kiosk comes to belong to a server, and how its token changes.

use serde::{Deserialize, Serialize};

use super::secret::{EnrolmentCode, Token};

/// A kiosk asks to be one of the server's devices.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    #[cfg_attr(feature = "server", schema(value_type = String, example = "K7QM-3X9P-2WD4-R0AB"))]
    pub code: EnrolmentCode,
    /// Whose pack it shows: `kyustendil`.
    pub municipality: String,
    /// The queue system it stands in: the municipality, a slash and the place.
    pub lobby: String,
    /// The program's version.
    pub program: String,
}

/// The kiosk is a device now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// Short and no secret.
    pub device: String,
    pub token: Token,
    /// `https://…`, where tickets have their pages.
    pub public_url: String,
    /// Whose publications it is to trust: public keys in minisign's form.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// A token that takes the place of the present one as soon as it is used; until then both are good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NewToken {
    pub token: Token,
}
